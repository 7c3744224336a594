"""What a script needs before its cases: versions of a model, registered with MLflow."""

import pathlib
import tempfile

import mlflow

AGENTS = pathlib.Path(__file__).parent / "agents"


def register(model, said, agent="small.py", experiment="/Shared/models", **more):
    """A version of `model` that says `said`; returns what MLflow says of it."""
    file = pathlib.Path(tempfile.mkdtemp()) / "agent.py"
    file.write_text((AGENTS / agent).read_text().replace("you said", said))
    place = {"artifact_path": "agent"} if mlflow.__version__.startswith("2.") else {"name": "agent"}
    mlflow.set_experiment(experiment)
    with mlflow.start_run():
        info = mlflow.pyfunc.log_model(python_model=str(file), **{"pip_requirements": ["mlflow"], **place, **more})
    return mlflow.register_model(info.model_uri, model)
