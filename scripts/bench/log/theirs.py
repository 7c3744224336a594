"""Logs agents with MLflow's own client: one JSON request a line, one JSON answer a line.

A request is {"folder": ..., "code_paths": [...], "experiment": ...}; the answer is {"ms": ...}. "infer" lets MLflow find
out the requirements. With a request as the only argument, that one is done and the process ends.
"""

import json
import os
import sys
import time


def log(request):
    begin = time.perf_counter()
    import mlflow

    os.chdir(request["folder"])
    mlflow.set_experiment(request["experiment"])
    mlflow.pyfunc.log_model(
        name="agent",
        python_model="agent.py",
        code_paths=request["code_paths"] or None,
        pip_requirements=None if request.get("infer") else [f"mlflow=={mlflow.__version__}"],
    )
    return {"ms": (time.perf_counter() - begin) * 1000}


def main():
    answers = os.fdopen(os.dup(1), "w")
    # What MLflow prints must not come between the answers.
    os.dup2(2, 1)
    lines = sys.argv[1:] or sys.stdin
    for line in lines:
        print(json.dumps(log(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
