"""Finds the trace of a question in MLflow by its client request id. Prints it as one line of JSON."""

import json
import sys
import time

import mlflow

experiment, request_id = sys.argv[1:3]
deadline = time.time() + 20
found = []
while not found and time.time() < deadline:
    traces = mlflow.search_traces(locations=[experiment], return_type="list")
    found = [trace for trace in traces if trace.info.client_request_id == request_id]
    time.sleep(0.2)
trace = found[0]
print(
    json.dumps(
        {
            "state": str(trace.info.state),
            "spans": [span.name for span in trace.data.spans],
            "location": trace.info.tags["mlflow.artifactLocation"],
        }
    )
)
