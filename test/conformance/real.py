"""The Python side of the conformance test: what real MLflow makes of the same agents.

`real.py log <folder>` logs every case of cases.json with the Python client and asks each one its example.
`real.py load <folder>` loads the model directories that this project wrote, asks them the same, and tells more of what
real MLflow makes of examples, type hints and hostile values; `real.py answers <folder>` only loads and asks.
`real.py refuse <folder>` tries to log every case of refused.json and tells why MLflow refuses it.
Each prints one JSON document.
"""

import contextlib
import datetime
import json
import logging
import os
import pathlib
import sys
import typing
import warnings

os.environ["MLFLOW_UV_AUTO_DETECT"] = "false"
os.environ["MLFLOW_SKIP_PIP_REQUIREMENTS_CHECK"] = "true"
warnings.simplefilter("ignore")

import mlflow  # noqa: E402
import yaml  # noqa: E402
from mlflow.models import rag_signatures  # noqa: E402
from mlflow.models import resources as kinds  # noqa: E402
from mlflow.models.dependencies_schemas import _clear_dependencies_schemas  # noqa: E402
from mlflow.models.signature import _infer_signature_from_input_example  # noqa: E402
from mlflow.models.utils import _Example  # noqa: E402
from mlflow.types.type_hints import _infer_schema_from_list_type_hint  # noqa: E402
from mlflow.models.auth_policy import AuthPolicy, SystemAuthPolicy, UserAuthPolicy  # noqa: E402

IS_2 = mlflow.__version__.startswith("2.")
HINT_NAMES = {
    "typing": typing,
    "datetime": datetime.datetime,
    **{name: getattr(typing, name) for name in ("Any", "Dict", "List", "Optional", "Union")},
}
RESOURCES = {
    "serving_endpoint": kinds.DatabricksServingEndpoint,
    "vector_search_index": kinds.DatabricksVectorSearchIndex,
    "sql_warehouse": kinds.DatabricksSQLWarehouse,
    "function": kinds.DatabricksFunction,
    "genie_space": kinds.DatabricksGenieSpace,
    "table": kinds.DatabricksTable,
    "uc_connection": kinds.DatabricksUCConnection,
}


# Kinds that came after the oldest release.
for kind, name in {"app": "DatabricksApp", "lakebase": "DatabricksLakebase", "uc_model_service": "DatabricksUCModelService"}.items():
    if hasattr(kinds, name):
        RESOURCES[kind] = getattr(kinds, name)


def resource_objects(items):
    return [RESOURCES[kind](name, **options) for kind, name, options in items]


def signature_of(given):
    """A signature: its parts as JSON texts, or the names of MLflow's older request and response classes."""
    if "classes" not in given:
        return mlflow.models.ModelSignature.from_dict(given)
    inputs, outputs = (getattr(rag_signatures, name)() for name in given["classes"])
    return mlflow.models.ModelSignature(inputs=inputs, outputs=outputs)


def arguments(case):
    """The keyword arguments of log_model for a case."""
    given = dict(case["python"])
    if "resources" in given:
        given["resources"] = resource_objects(given["resources"])
    if "auth_policy" in given:
        policy = given["auth_policy"]
        given["auth_policy"] = AuthPolicy(
            system_auth_policy=SystemAuthPolicy(resource_objects(policy["resources"])) if "resources" in policy else None,
            user_auth_policy=UserAuthPolicy(policy["scopes"]) if "scopes" in policy else None,
        )
    if "signature" in given:
        given["signature"] = signature_of(given["signature"])
    return given


def files_of(model):
    """Every file of a model directory: parsed where it is YAML, else its text."""
    found = {}
    for path in sorted(model.rglob("*")):
        name = path.relative_to(model).as_posix()
        if path.is_dir() or name == "registered_model_meta" or "__pycache__" in name:
            continue
        is_yaml = name in ("MLmodel", "conda.yaml", "python_env.yaml")
        found[name] = plain(yaml.safe_load(path.read_text())) if is_yaml else path.read_text()
    return found


def plain(value):
    """A value with its Python types told apart: JSON alone would make 1 and 1.0, or a date and its text, equal."""
    if isinstance(value, dict):
        return [[plain(key), plain(item)] for key, item in sorted(value.items(), key=lambda entry: repr(entry[0]))]
    if isinstance(value, list):
        return [plain(item) for item in value]
    return f"{type(value).__name__}:{value!r}"


def ask(model, example, stream):
    loaded = mlflow.pyfunc.load_model(str(model))
    if example is None:
        return None
    answer = loaded.predict(example)
    if stream:
        answer = {"answer": answer, "stream": list(loaded.predict_stream(example))}
    return json.loads(json.dumps(answer, default=str))


def without_ids(answer):
    """An answer without what differs from call to call."""
    if isinstance(answer, dict):
        # The messages of LangChain are given random ids.
        random = ("created", "created_at", *(("id",) if "additional_kwargs" in answer else ()))
        return {key: without_ids(item) for key, item in answer.items() if key not in random}
    return [without_ids(item) for item in answer] if isinstance(answer, list) else answer


@contextlib.contextmanager
def alone(case):
    """A case has its own environment variables and sees nothing that the one before imported or set."""
    _clear_dependencies_schemas()
    # MLflow takes the model of the file before where a file sets none.
    mlflow.models.model.__mlflow_model__ = None
    os.environ.update(case.get("environment", {}))
    paths, modules = list(sys.path), set(sys.modules)
    try:
        yield
    finally:
        for name in case.get("environment", {}):
            del os.environ[name]
        sys.path[:] = paths
        for name in set(sys.modules) - modules:
            where = getattr(sys.modules[name], "__file__", None) or sys.prefix
            if not where.startswith((sys.prefix, sys.base_prefix)):
                del sys.modules[name]
        while mlflow.active_run() is not None:
            mlflow.end_run()


def register_prompts(cases):
    """MLflow looks up the prompts that a model names."""
    register = mlflow.register_prompt if IS_2 else mlflow.genai.register_prompt
    wanted = {uri for case in cases for uri in case["python"].get("prompts", [])}
    for name in sorted({uri.removeprefix("prompts:/").split("/")[0] for uri in wanted}):
        for version in range(max(int(uri.split("/")[-1]) for uri in wanted if uri.split("/")[1] == name)):
            register(name=name, template=f"Version {version + 1}")


def refusals(folder, cases):
    """What MLflow says to each agent that it does not log; null where it does."""
    found = {}
    for case in cases:
        with alone(case):
            try:
                log(folder, case)
                found[case["name"]] = None
            except Exception as error:
                found[case["name"]] = f"{type(error).__name__}: {error}"
    return found


def log(folder, case):
    code = case["code"]
    name = {"artifact_path" if IS_2 else "name": case["name"]}
    if case.get("flavor") == "langchain":
        info = mlflow.langchain.log_model(**name, lc_model=code, **arguments(case))
    else:
        info = mlflow.pyfunc.log_model(**name, python_model=code, **arguments(case))
    target = folder / "real" / case["name"]
    target.mkdir(parents=True)
    # MLflow 2 adds the artifact path below the folder.
    return pathlib.Path(mlflow.artifacts.download_artifacts(info.model_uri, dst_path=str(target)))


def hostile(folder):
    """The hostile values that PyYAML does not read as they were meant."""
    expected = json.loads((folder / "hostile.json").read_text())
    read = yaml.safe_load((folder / "hostile.yaml").read_text())
    wrong = [item for item, value in zip(expected["values"], read["values"]) if plain(item) != plain(value)]
    keys = [key for key in expected["keys"] if key not in read["keys"]]
    return {"count": len(read["values"]), "wrong": wrong, "keys": keys}


def schemas(examples):
    """The signature that MLflow infers from each example, for a model that gives back a text."""
    found = []
    for example in examples:
        wrapped = type("Wrapped", (), {"predict": lambda self, data, params=None: "text"})()
        signature = _infer_signature_from_input_example(_Example(example), wrapped)
        found.append(None if signature is None else json.dumps(signature.inputs.to_dict()))
    return found


def hints(sources):
    """The input schema that MLflow derives from each type hint; null where it does not take it."""
    found = []
    for source in sources:
        try:
            hint = eval(source, HINT_NAMES)
            found.append(json.dumps(_infer_schema_from_list_type_hint(hint).to_dict()))
        except Exception:
            found.append(None)
    return found


def main(mode, folder):
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    mlflow.set_tracking_uri(f"sqlite:///{folder / mode}.db")
    if mode in ("log", "refuse"):
        mlflow.create_experiment("conformance", artifact_location=(folder / "artifacts").as_uri())
        mlflow.set_experiment("conformance")
    if mode == "refuse":
        json.dump(refusals(folder, json.loads((folder / "refused.json").read_text())), sys.stdout)
        return
    result = {}
    cases = json.loads((folder / "cases.json").read_text())
    if mode == "log":
        register_prompts(cases)
    for case in cases:
        with alone(case):
            try:
                model = log(folder, case) if mode == "log" else folder / "ours" / case["name"]
                answer = ask(model, case.get("ask"), case.get("stream", False))
                result[case["name"]] = {"files": files_of(model), "answer": without_ids(answer)}
            except Exception as error:
                told = f"{type(error).__name__}: {error}"
                result[case["name"]] = {"files": {}, "answer": None, "error": told}
    if mode == "load":
        inputs = json.loads((folder / "inference.json").read_text())
        result = {
            "models": result,
            "hostile": hostile(folder),
            "schemas": schemas(inputs["examples"]),
            "hints": hints(inputs["hints"]),
        }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
