"""MLflow's own client, tracking `databricks`, registry `databricks-uc`. Arguments: result file, a word that makes names unique."""

import os
import pathlib
import sys
import tempfile

import mlflow
from cases import Client, until
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.models.resources import DatabricksServingEndpoint, DatabricksVectorSearchIndex
from packaging.version import Version

three = Version(mlflow.__version__).major >= 3
native = os.environ.get("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY") == "true"
word = sys.argv[2]
of = Client(f"mlflow {mlflow.__version__}" + (", Unity Catalog's dialect" if native else ""))
client = MlflowClient()
folder = pathlib.Path(tempfile.mkdtemp())
agent = str(pathlib.Path(__file__).parent / "agents" / "small.py")


def tracking():
    path = f"/Shared/{word}"
    identity = of.call("create_experiment", lambda: client.create_experiment(path, tags={"team": "a"}), str.isdigit, True)
    of.refused("create_experiment twice", lambda: client.create_experiment(path), "RESOURCE_ALREADY_EXISTS")
    of.refused("create_experiment without a path", lambda: client.create_experiment("x"), "INVALID_PARAMETER_VALUE")
    of.call(
        "get_experiment",
        lambda: client.get_experiment(identity),
        lambda e: [e.name, e.artifact_location, e.lifecycle_stage, e.tags.get("team")],
        [path, f"dbfs:/databricks/mlflow-tracking/{identity}", "active", "a"],
    )
    of.call("get_experiment_by_name", lambda: client.get_experiment_by_name(path).experiment_id, equals=identity)
    of.call("get_experiment_by_name of none", lambda: client.get_experiment_by_name(path + "x"), equals=None)
    of.call("set_experiment_tag", lambda: client.set_experiment_tag(identity, "stage", "dev"), equals=None)
    of.call(
        "search_experiments",
        lambda: client.search_experiments(filter_string=f"name = '{path}'"),
        lambda found: [[e.experiment_id, e.tags["stage"]] for e in found],
        [[identity, "dev"]],
    )
    of.call("rename_experiment", lambda: client.rename_experiment(identity, path + "-r"), equals=None)
    of.call("get_experiment after it", lambda: client.get_experiment(identity).name, equals=path + "-r")
    other = client.create_experiment(path + "-other")
    of.call("delete_experiment", lambda: client.delete_experiment(other), equals=None)
    of.call("get_experiment of a deleted one", lambda: client.get_experiment(other).lifecycle_stage, equals="deleted")
    of.call("restore_experiment", lambda: client.restore_experiment(other), equals=None)
    of.call("get_experiment of a restored one", lambda: client.get_experiment(other).lifecycle_stage, equals="active")
    of.refused("get_experiment of none", lambda: client.get_experiment("987654321"), "RESOURCE_DOES_NOT_EXIST")
    of.call("mlflow.set_experiment", lambda: mlflow.set_experiment(experiment_id=identity).name, equals=path + "-r")

    run = of.call("create_run", lambda: client.create_run(identity, run_name="first"), lambda r: r.info.run_name, "first")
    key = run.info.run_id
    of.call("log_param", lambda: client.log_param(key, "p", 1), equals=1)
    of.call("log_metric", lambda: client.log_metric(key, "m", 0.5, step=1), equals=None)
    of.call(
        "log_batch",
        lambda: client.log_batch(key, [Metric("m", 0.7, 1, 2)], [Param("q", "2")], [RunTag("t", "v")]),
        equals=None,
    )
    of.call("set_tag", lambda: client.set_tag(key, "u", "w"), equals=None)
    of.call("delete_tag", lambda: client.delete_tag(key, "u"), equals=None)
    of.refused("log_param changed", lambda: client.log_param(key, "p", 2), "INVALID_PARAMETER_VALUE")
    of.call(
        "get_run",
        lambda: client.get_run(key).data,
        lambda data: [data.params, data.metrics, data.tags["t"], "u" in data.tags],
        [{"p": "1", "q": "2"}, {"m": 0.7}, "v", False],
    )
    of.call(
        "get_metric_history",
        lambda: client.get_metric_history(key, "m"),
        lambda found: sorted([m.step, m.value] for m in found),
        [[1, 0.5], [2, 0.7]],
    )
    of.call("update_run", lambda: client.update_run(key, name="renamed"), equals=None)
    of.call("set_terminated", lambda: client.set_terminated(key, "FAILED"), equals=None)
    of.call(
        "search_runs",
        lambda: client.search_runs([identity], "metrics.m > 0.6 and params.p = '1'"),
        lambda found: [[r.info.run_name, r.info.status] for r in found],
        [["renamed", "FAILED"]],
    )
    of.call("search_runs in vain", lambda: list(client.search_runs([identity], "metrics.m > 0.9")), equals=[])
    for index in range(3):
        client.create_run(identity, run_name=f"page-{index}")
    page = of.call("search_runs, a page", lambda: client.search_runs([identity], max_results=3), len, 3)
    of.call(
        "search_runs, the next page",
        lambda: client.search_runs([identity], max_results=3, page_token=page.token),
        lambda found: [len(found), found.token],
        [1, None],
    )
    of.call("delete_run", lambda: client.delete_run(key), equals=None)
    of.call(
        "search_runs, the deleted",
        lambda: client.search_runs([identity], run_view_type=ViewType.DELETED_ONLY),
        lambda found: [r.info.run_id == key for r in found],
        [True],
    )
    of.call("restore_run", lambda: client.restore_run(key), equals=None)
    of.refused("get_run of none", lambda: client.get_run("0" * 32), "RESOURCE_DOES_NOT_EXIST")
    artifacts(key)
    return identity


def artifacts(run):
    of.call("log_text", lambda: client.log_text(run, "words", "notes/a.txt"), equals=None)
    of.call("log_dict", lambda: client.log_dict(run, {"a": [1]}, "data.json"), equals=None)
    file = folder / "bytes.bin"
    file.write_bytes(bytes(range(256)) * 4096)
    of.call("log_artifact of 1 MiB", lambda: client.log_artifact(run, str(file), "notes"), equals=None)
    of.call(
        "list_artifacts",
        lambda: client.list_artifacts(run, "notes"),
        lambda found: [[f.path, f.file_size, f.is_dir] for f in found],
        [["notes/a.txt", 5, False], ["notes/bytes.bin", 1 << 20, False]],
    )
    of.call("load_text", lambda: mlflow.artifacts.load_text(f"runs:/{run}/notes/a.txt"), equals="words")
    of.call("load_dict", lambda: mlflow.artifacts.load_dict(f"runs:/{run}/data.json"), equals={"a": [1]})
    of.call(
        "download_artifacts",
        lambda: client.download_artifacts(run, "notes", tempfile.mkdtemp()),
        lambda path: (pathlib.Path(path) / "bytes.bin").read_bytes() == file.read_bytes(),
        True,
    )


def log(text):
    more = {"resources": [DatabricksServingEndpoint("databricks-claude-sonnet-4"), DatabricksVectorSearchIndex("main.kb.docs_index")]}
    place = {"name": "agent"} if three else {"artifact_path": "agent"}
    file = folder / f"{text}.py"
    file.write_text(pathlib.Path(agent).read_text().replace("you said", text))
    return mlflow.pyfunc.log_model(python_model=str(file), pip_requirements=["mlflow"], **place, **more)


def logged():
    """Two logged models, by the words they say."""
    with mlflow.start_run():
        first = of.call("log_model", lambda: log("one"), lambda info: sorted(info.flavors), ["python_function"])
    with mlflow.start_run():
        second = of.call("log_model again", lambda: log("two"), lambda info: info.model_uri != first.model_uri, True)
    of.call("load_model of a logged one", lambda: mlflow.pyfunc.load_model(first.model_uri).predict(["x"]), equals=["one x"])
    of.call(
        "get_model_info",
        lambda: mlflow.models.get_model_info(first.model_uri),
        lambda info: [info.signature.inputs.to_dict()[0]["type"], info.mlflow_version],
        ["string", mlflow.__version__],
    )
    return first, second


def logged_models(first, second, experiment):
    """MLflow 3's own rows of logged models."""
    identity = first.model_id
    of.call("get_logged_model", lambda: client.get_logged_model(identity), lambda m: [m.name, str(m.status)], ["agent", "READY"])
    of.call("set_logged_model_tags", lambda: client.set_logged_model_tags(identity, {"a": "1", "b": "2"}), equals=None)
    of.call("delete_logged_model_tag", lambda: client.delete_logged_model_tag(identity, "b"), equals=None)
    of.call(
        "search_logged_models",
        lambda: client.search_logged_models([experiment], filter_string="tags.a = '1'"),
        lambda found: [[m.model_id == identity, "b" in m.tags] for m in found],
        [[True, False]],
    )
    of.call("log_model_params", lambda: mlflow.log_model_params({"k": "v"}, identity), equals=None)
    of.call("get_logged_model's params", lambda: client.get_logged_model(identity).params["k"], equals="v")
    of.call(
        "list_logged_model_artifacts",
        lambda: client.list_logged_model_artifacts(identity),
        lambda found: "MLmodel" in [f.path for f in found],
        True,
    )
    of.call("delete_logged_model", lambda: client.delete_logged_model(second.model_id), equals=None)
    of.refused("get_logged_model of none", lambda: client.get_logged_model("m-" + "0" * 32), "RESOURCE_DOES_NOT_EXIST")


def registry(first, second):
    name = f"main.agents.{word}"
    missing = "RESOURCE_DOES_NOT_EXIST"
    of.call(
        "create_registered_model",
        lambda: client.create_registered_model(name, {"team": "support"}, "answers"),
        lambda m: [m.name, m.description],
        [name, "answers"],
    )
    of.refused("create_registered_model twice", lambda: client.create_registered_model(name), "RESOURCE_ALREADY_EXISTS")
    of.refused("create_registered_model, no schema", lambda: client.create_registered_model("main.none.x"), "SCHEMA_DOES_NOT_EXIST")
    of.refused("create_registered_model, no catalog", lambda: client.create_registered_model("none.a.x"), "CATALOG_DOES_NOT_EXIST")
    of.refused("get_registered_model of none", lambda: client.get_registered_model("main.agents.none"), missing)
    one = of.call(
        "register_model",
        lambda: mlflow.register_model(first.model_uri, name, tags={"commit": "abc"}),
        lambda v: [v.name, str(v.version)],
        [name, "1"],
    )
    of.call("register_model, the next version", lambda: str(mlflow.register_model(second.model_uri, name).version), equals="2")
    of.call(
        "get_model_version",
        lambda: client.get_model_version(name, "1"),
        lambda v: [v.status, v.tags, v.run_id == (one.run_id or None), bool(v.source)],
        ["READY", {"commit": "abc"}, True, True],
    )
    of.refused("get_model_version of none", lambda: client.get_model_version(name, "9"), missing)
    of.call("update_model_version", lambda: client.update_model_version(name, "1", "first").description, equals="first")
    of.call("set_registered_model_alias", lambda: client.set_registered_model_alias(name, "champion", "2"), equals=None)
    of.refused("set_registered_model_alias of none", lambda: client.set_registered_model_alias(name, "b", "9"), missing)
    of.call(
        "get_model_version_by_alias",
        lambda: client.get_model_version_by_alias(name, "champion"),
        lambda v: [str(v.version), v.aliases],
        ["2", ["champion"]],
    )
    of.refused("get_model_version_by_alias of none", lambda: client.get_model_version_by_alias(name, "x"), missing)
    of.call("load_model by version", lambda: mlflow.pyfunc.load_model(f"models:/{name}/1").predict(["x"]), equals=["one x"])
    of.call("load_model by alias", lambda: mlflow.pyfunc.load_model(f"models:/{name}@champion").predict(["x"]), equals=["two x"])
    if three:  # MLflow 2.22 looks for files only
        of.refused("load_model of none", lambda: mlflow.pyfunc.load_model(f"models:/{name}/9"), missing)
    of.call(
        "get_model_info of a version",
        lambda: mlflow.models.get_model_info(f"models:/{name}/1"),
        lambda info: [info.signature.outputs.to_dict()[0]["type"], info.mlflow_version],
        ["string", mlflow.__version__],
    )
    of.call("set_model_version_tag", lambda: client.set_model_version_tag(name, "1", "more", "v"), equals=None)
    of.call("delete_model_version_tag", lambda: client.delete_model_version_tag(name, "1", "commit"), equals=None)
    of.call("get_model_version's tags", lambda: client.get_model_version(name, "1").tags, equals={"more": "v"})
    of.call("set_registered_model_tag", lambda: client.set_registered_model_tag(name, "more", "m"), equals=None)
    of.call("delete_registered_model_tag", lambda: client.delete_registered_model_tag(name, "team"), equals=None)
    of.call("update_registered_model", lambda: client.update_registered_model(name, "changed").description, equals="changed")
    of.call(
        "get_registered_model",
        lambda: client.get_registered_model(name),
        lambda m: [m.description, m.tags, {alias: str(version) for alias, version in m.aliases.items()}],
        ["changed", {"more": "m"}, {"champion": "2"}],
    )
    of.call(
        "search_model_versions",
        lambda: client.search_model_versions(f"name='{name}'"),
        lambda found: sorted(str(v.version) for v in found),
        ["1", "2"],
    )
    page = of.call("search_model_versions, a page", lambda: client.search_model_versions(f"name='{name}'", max_results=1), len, 1)
    of.call(
        "search_model_versions, the next page",
        lambda: client.search_model_versions(f"name='{name}'", max_results=1, page_token=page.token),
        lambda found: [len(found), found[0].version != page[0].version],
        [1, True],
    )
    of.call("create_registered_model, another", lambda: client.create_registered_model(name + "_b").name, equals=name + "_b")
    models = of.call("search_registered_models, a page", lambda: client.search_registered_models(max_results=1), len, 1)
    of.call(
        "search_registered_models, the rest",
        lambda: client.search_registered_models(max_results=100, page_token=models.token),
        lambda found: {name, name + "_b"} <= {m.name for m in [*models, *found]},
        True,
    )
    # COVERAGE.md says so of this route: Unity Catalog would rename it.
    of.refused(
        "rename_registered_model",
        lambda: client.rename_registered_model(name + "_b", name + "_c"),
        "INVALID_PARAMETER_VALUE",
    )
    if not native:
        of.call(
            "copy_model_version",
            lambda: client.copy_model_version(f"models:/{name}/1", name + "_b"),
            lambda v: [v.name, str(v.version)],
            [name + "_b", "1"],
        )
        of.call(
            "load_model of the copy",
            lambda: mlflow.pyfunc.load_model(f"models:/{name}_b/1").predict(["x"]),
            equals=["one x"],
        )
        client.delete_model_version(name + "_b", "1")
        of.call(
            "get_model_version_download_uri",
            lambda: bool(client.get_model_version_download_uri(name, "1")),
            equals=True,
        )
    of.call("delete_registered_model", lambda: client.delete_registered_model(name + "_b"), equals=None)
    of.call("delete_registered_model_alias", lambda: client.delete_registered_model_alias(name, "champion"), equals=None)
    of.call("get_registered_model without aliases", lambda: client.get_registered_model(name).aliases, equals={})
    of.refused("delete_registered_model that has versions", lambda: client.delete_registered_model(name), "INVALID_STATE")
    of.call("delete_model_version", lambda: client.delete_model_version(name, "1"), equals=None)
    of.refused("get_model_version of a deleted one", lambda: client.get_model_version(name, "1"), missing)
    of.call("delete_model_version, the last", lambda: client.delete_model_version(name, "2"), equals=None)
    of.call("delete_registered_model at the end", lambda: client.delete_registered_model(name), equals=None)


def spans():
    @mlflow.trace(name="outer", attributes={"kind": "test"})
    def outer(text):
        with mlflow.start_span("inner") as span:
            span.set_inputs({"text": text})
            span.set_outputs(text.upper())
        return text.upper()

    return outer


def traces(experiment):
    def written():
        value = spans()("hello")
        mlflow.flush_trace_async_logging()
        return value

    def found(**more):
        where = {"locations": [experiment]} if three else {"experiment_ids": [experiment]}
        return client.search_traces(**where, **more)

    of.call("mlflow.trace", written, equals="HELLO")
    page = of.call("search_traces", lambda: until(found, len), len, 1)
    info = page[0].info
    identity = info.trace_id if three else info.request_id
    of.call(
        "get_trace",
        lambda: client.get_trace(identity),
        lambda t: [[s.name for s in t.data.spans], t.data.spans[1].inputs, str(t.info.status.value if not three else t.info.state.value)],
        [["outer", "inner"], {"text": "hello"}, "OK"],
    )
    of.call("set_trace_tag", lambda: client.set_trace_tag(identity, "seen", "yes"), equals=None)
    of.call("search_traces by tag", lambda: found(filter_string="tags.seen = 'yes'"), len, 1)
    of.call("search_traces by tag in vain", lambda: found(filter_string="tags.seen = 'no'"), len, 0)
    of.call("delete_trace_tag", lambda: client.delete_trace_tag(identity, "seen"), equals=None)
    of.call("get_trace's tags", lambda: "seen" in client.get_trace(identity).info.tags, equals=False)
    of.call(
        "mlflow.search_traces",
        lambda: mlflow.search_traces(**({"locations": [experiment]} if three else {"experiment_ids": [experiment]})),
        lambda table: [len(table), ("state" if three else "status") in table.columns],
        [1, True],
    )
    if three:
        given = of.call(
            "log_feedback",
            lambda: mlflow.log_feedback(trace_id=identity, name="good", value=True, rationale="short"),
            lambda a: [a.name, a.value],
            ["good", True],
        )
        of.call(
            "log_expectation",
            lambda: mlflow.log_expectation(trace_id=identity, name="said", value="HELLO"),
            lambda a: a.value,
            "HELLO",
        )
        of.call(
            "get_trace's assessments",
            lambda: sorted(a.name for a in client.get_trace(identity).info.assessments),
            equals=["good", "said"],
        )
        of.call(
            "get_assessment",
            lambda: mlflow.get_assessment(trace_id=identity, assessment_id=given.assessment_id).rationale,
            equals="short",
        )
        of.call(
            "delete_assessment",
            lambda: mlflow.delete_assessment(trace_id=identity, assessment_id=given.assessment_id),
            equals=None,
        )
    of.call("delete_traces", lambda: client.delete_traces(experiment, **({"trace_ids": [identity]} if three else {"request_ids": [identity]})), equals=1)
    of.call("search_traces at the end", lambda: len(found()), equals=0)


experiment = mlflow.set_experiment(f"/Shared/{word}").experiment_id if native else tracking()
mlflow.set_experiment(experiment_id=experiment)
first, second = logged()
registry(first, second)
if not native:
    if three:
        logged_models(first, second, experiment)
    traces(experiment)
