"""Agents of every interface, logged and registered by MLflow, served, asked, streamed and traced. Arguments: result file, word."""

import json
import sys
from datetime import timedelta

import mlflow
from cases import Client, until
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import EndpointCoreConfigInput, ServedEntityInput
from mlflow import MlflowClient
from mlflow.deployments import get_deploy_client
from models import register

word = sys.argv[2]
of = Client(f"mlflow {mlflow.__version__}: served agents")
w = WorkspaceClient()
client = get_deploy_client("databricks")
hello = [{"role": "user", "content": "a b"}]


def from_responses(answer):
    return answer["output"][0]["content"][0]["text"]


def from_chat_agent(answer):
    return answer["messages"][-1]["content"]


def from_choices(answer):
    return answer["choices"][0]["message"]["content"]


def from_predictions(answer):
    return answer["predictions"][0]


def from_langchain(answer):
    return answer[0] if isinstance(answer, list) else from_predictions(answer)


# Interface: file, flavour, what it is asked, where its text is, its stream's text, the name of its first span.
interfaces = {
    "ResponsesAgent": (
        "responses.py",
        {"input": hello},
        from_responses,
        lambda events: "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta"),
    ),
    "ChatAgent": (
        "chat_agent.py",
        {"messages": hello},
        from_chat_agent,
        lambda events: "".join(e["delta"]["content"] for e in events),
    ),
    "ChatModel": (
        "chat_model.py",
        {"messages": hello},
        from_choices,
        lambda events: "".join(e["choices"][0]["delta"]["content"] for e in events),
    ),
    "PythonModel": ("python_model.py", {"inputs": ["a b"]}, from_predictions, lambda events: "".join(events)),
    "LangChain": ("chain.py", {"inputs": ["a b"]}, from_langchain, lambda events: "".join(events)),
}


def logged(name, file):
    model = f"main.agents.{word}_{name.lower()}"
    experiment = f"/Shared/{word}-{name}"
    if name == "LangChain":
        import langchain_core
        from models import AGENTS

        mlflow.set_experiment(experiment)
        with mlflow.start_run():
            pins = [f"mlflow=={mlflow.__version__}", f"langchain-core=={langchain_core.__version__}", "langchain"]
            info = mlflow.langchain.log_model(str(AGENTS / file), name="agent", pip_requirements=pins, input_example="a b")
        version = mlflow.register_model(info.model_uri, model)
    else:
        version = register(model, "you said", agent=file, experiment=experiment)
    return model, version, mlflow.get_experiment_by_name(experiment).experiment_id


def serve(name, file):
    model, version, experiment = logged(name, file)
    endpoint = f"{word}-{name.lower()}"
    entity = ServedEntityInput(
        entity_name=model,
        entity_version=str(version.version),
        scale_to_zero_enabled=False,
        workload_size="Small",
        environment_vars={"ENABLE_MLFLOW_TRACING": "true", "MLFLOW_EXPERIMENT_ID": experiment},
    )
    config = EndpointCoreConfigInput(name=endpoint, served_entities=[entity])
    of.call(
        f"{name}: served",
        lambda: w.serving_endpoints.create_and_wait(endpoint, config=config, timeout=timedelta(minutes=8)),
        lambda e: [e.state.ready.value, e.config.served_entities[0].state.deployment.value],
        ["READY", "DEPLOYMENT_READY"],
    )
    return endpoint, experiment


for name, (file, question, text, streamed) in interfaces.items():
    endpoint, experiment = serve(name, file)
    of.call(f"{name}: asked", lambda: client.predict(endpoint=endpoint, inputs=question), text, "you said a b")
    of.call(
        f"{name}: streamed",
        lambda: list(client.predict_stream(endpoint=endpoint, inputs=question)),
        lambda events: [len(events) > 1, streamed(events)],
        [True, "you said a b"],
    )
    of.call(
        f"{name}: traced",
        lambda: until(
            lambda: MlflowClient().search_traces(locations=[experiment]),
            lambda found: sum(t.info.state.value == "OK" for t in found) >= 2,
        ),
        lambda found: [[t.info.state.value, "a b" in json.dumps(t.data.to_dict())] for t in found],
        [["OK", True], ["OK", True]],
    )
    of.call(f"{name}: ended", lambda: w.serving_endpoints.delete(endpoint), equals=None)
