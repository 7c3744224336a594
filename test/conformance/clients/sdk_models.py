"""Databricks' SDK: identity, catalogs, models, files, experiments. Arguments: result file, a word that makes names unique."""

import io
import os
import sys

from cases import Client
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.service import ml
from databricks.sdk.service.catalog import PermissionsChange, Privilege
from databricks.sdk.service.workspace import AclPermission
from databricks.sdk.version import __version__
from models import register

word = sys.argv[2]
of = Client(f"databricks-sdk {__version__}: models")
w = WorkspaceClient()
name = f"main.agents.{word}"
missing = "RESOURCE_DOES_NOT_EXIST"


def tokens(**more):
    return WorkspaceClient(host=os.environ["DATABRICKS_HOST"], **more)


def identity():
    of.call("current_user.me", lambda: w.current_user.me(), lambda me: [me.user_name, me.active], ["developer@localhost", True])
    of.call("get_workspace_id", lambda: w.get_workspace_id() > 0, equals=True)
    robot = of.call(
        "service_principals.list",
        lambda: list(w.service_principals.list(filter='displayName eq "local-service-principal"')),
        lambda found: [p.display_name for p in found],
        ["local-service-principal"],
    )
    wrong = WorkspaceClient(host=os.environ["DATABRICKS_HOST"], token="wrong")
    of.refused("a wrong token", lambda: wrong.current_user.me(), "UNAUTHENTICATED")
    machine = WorkspaceClient(
        host=os.environ["DATABRICKS_HOST"],
        client_id=os.environ["TEST_CLIENT_ID"],
        client_secret=os.environ["TEST_CLIENT_SECRET"],
        auth_type="oauth-m2m",
    )
    of.call(
        "current_user.me with OAuth machine to machine",
        lambda: machine.current_user.me().user_name,
        equals=robot[0].application_id,
    )
    of.call("secrets.list_scopes", lambda: [s.name for s in w.secrets.list_scopes()], equals=["scope"])
    of.call("secrets.list_secrets", lambda: [s.key for s in w.secrets.list_secrets("scope")], equals=["key"])
    of.refused("secrets.list_secrets of no scope", lambda: list(w.secrets.list_secrets("none")), missing)
    made = f"scope_{word}"
    of.call("secrets.create_scope", lambda: w.secrets.create_scope(made), equals=None)
    of.refused("secrets.create_scope again", lambda: w.secrets.create_scope(made), "RESOURCE_ALREADY_EXISTS")
    of.call("secrets.put_secret", lambda: w.secrets.put_secret(made, "k", string_value="v"), equals=None)
    of.call("secrets.get_secret", lambda: w.secrets.get_secret(made, "k").value, equals="dg==")
    of.call("secrets.put_acl", lambda: w.secrets.put_acl(made, "x@y", AclPermission.READ), equals=None)
    of.call("secrets.get_acl", lambda: w.secrets.get_acl(made, "x@y").permission.value, equals="READ")
    of.call("secrets.list_acls", lambda: len(list(w.secrets.list_acls(made))), equals=2)
    of.call("secrets.delete_acl", lambda: w.secrets.delete_acl(made, "x@y"), equals=None)
    of.call("secrets.delete_secret", lambda: w.secrets.delete_secret(made, "k"), equals=None)
    of.call("secrets.delete_scope", lambda: w.secrets.delete_scope(made), equals=None)
    of.refused("secrets.delete_scope again", lambda: w.secrets.delete_scope(made), missing)
    of.refused("jobs.list, which is not covered", lambda: list(w.jobs.list()), "ENDPOINT_NOT_FOUND")


def catalogs():
    of.call("catalogs.list", lambda: "main" in [c.name for c in w.catalogs.list()], equals=True)
    of.call("catalogs.get", lambda: w.catalogs.get("main").full_name, equals="main")
    of.refused("catalogs.get of none", lambda: w.catalogs.get("none"), "CATALOG_DOES_NOT_EXIST")
    of.call("schemas.list", lambda: "agents" in [s.name for s in w.schemas.list("main")], equals=True)
    of.call("schemas.get", lambda: w.schemas.get("main.agents").full_name, equals="main.agents")
    of.refused("schemas.get of none", lambda: w.schemas.get("main.none"), "SCHEMA_DOES_NOT_EXIST")
    made, inside = f"c_{word}".lower(), f"c_{word}.s".lower()
    of.call("catalogs.create", lambda: w.catalogs.create(f"C_{word}", comment="made").full_name, equals=made)
    of.call("catalogs.update", lambda: w.catalogs.update(made, comment="changed").comment, equals="changed")
    of.call("schemas.create", lambda: w.schemas.create("S", made).full_name, equals=inside)
    of.refused("schemas.create again", lambda: w.schemas.create("s", made), "SCHEMA_ALREADY_EXISTS")
    of.call("schemas.update", lambda: w.schemas.update(inside, comment="changed").comment, equals="changed")
    of.refused("catalogs.delete, not empty", lambda: w.catalogs.delete(made), "INVALID_STATE")
    of.call("schemas.delete", lambda: w.schemas.delete(inside), equals=None)
    of.call("catalogs.delete", lambda: w.catalogs.delete(made, force=True), equals=None)


def models():
    of.call(
        "registered_models.create",
        lambda: w.registered_models.create(catalog_name="main", schema_name="agents", name=word, comment="answers"),
        lambda m: [m.full_name, m.comment, m.owner],
        [name, "answers", "developer@localhost"],
    )
    of.refused(
        "registered_models.create twice",
        lambda: w.registered_models.create(catalog_name="main", schema_name="agents", name=word),
        "RESOURCE_ALREADY_EXISTS",
    )
    of.refused("registered_models.get of none", lambda: w.registered_models.get("main.agents.none"), missing)
    of.call("registered_models.update", lambda: w.registered_models.update(name, comment="changed").comment, equals="changed")
    of.call("registered_models.update the owner", lambda: w.registered_models.update(name, owner="users").owner, equals="users")
    of.call("registered_models.get", lambda: w.registered_models.get(name), lambda m: [m.comment, m.owner], ["changed", "users"])
    register(name, "one")
    register(name, "two")
    of.call(
        "registered_models.set_alias",
        lambda: w.registered_models.set_alias(name, "champion", 2),
        lambda a: [a.alias_name, a.version_num],
        ["champion", 2],
    )
    of.refused("registered_models.set_alias of none", lambda: w.registered_models.set_alias(name, "b", 9), missing)
    of.call(
        "registered_models.get with aliases",
        lambda: w.registered_models.get(name, include_aliases=True).aliases,
        lambda found: [[a.alias_name, a.version_num] for a in found],
        [["champion", 2]],
    )
    of.call(
        "model_versions.get",
        lambda: w.model_versions.get(name, 1),
        lambda v: [v.version, v.status.value, bool(v.source)],
        [1, "READY", True],
    )
    of.refused("model_versions.get of none", lambda: w.model_versions.get(name, 9), missing)
    of.call("model_versions.get_by_alias", lambda: w.model_versions.get_by_alias(name, "champion").version, equals=2)
    of.refused("model_versions.get_by_alias of none", lambda: w.model_versions.get_by_alias(name, "none"), missing)
    of.call("model_versions.list", lambda: sorted(v.version for v in w.model_versions.list(name)), equals=[1, 2])
    of.call(
        "model_versions.list, page by page",
        lambda: sorted(v.version for v in w.model_versions.list(name, max_results=1)),
        equals=[1, 2],
    )
    of.call("model_versions.update", lambda: w.model_versions.update(name, 1, comment="first").comment, equals="first")
    for index in range(3):
        w.registered_models.create(catalog_name="dev", schema_name="default", name=f"{word}_{index}")
    of.call(
        "registered_models.list, page by page",
        lambda: [m.name for m in w.registered_models.list(catalog_name="dev", schema_name="default", max_results=1)],
        lambda found: [f"{word}_{index}" in found for index in range(3)],
        [True, True, True],
    )
    of.call("registered_models.list", lambda: name in [m.full_name for m in w.registered_models.list()], equals=True)
    of.call("registered_models.delete", lambda: w.registered_models.delete(f"dev.default.{word}_0"), equals=None)
    of.refused("registered_models.get of a deleted one", lambda: w.registered_models.get(f"dev.default.{word}_0"), missing)
    of.call("registered_models.delete_alias", lambda: w.registered_models.delete_alias(name, "champion"), equals=None)
    of.refused("registered_models.delete_alias again", lambda: w.registered_models.delete_alias(name, "champion"), missing)


def grants():
    execute = PermissionsChange(principal="users", add=[Privilege.EXECUTE])
    none = PermissionsChange(principal="users", remove=[Privilege.EXECUTE])

    def plain(found):
        return [[a.principal, [p.value for p in a.privileges]] for a in found.privilege_assignments or []]

    of.call("grants.update", lambda: w.grants.update("function", name, changes=[execute]), plain, [["users", ["EXECUTE"]]])
    of.call("grants.get", lambda: w.grants.get("function", name), plain, [["users", ["EXECUTE"]]])
    of.call(
        "grants.get_effective",
        lambda: w.grants.get_effective("function", name, principal="users").privilege_assignments,
        lambda found: [[a.principal, [p.privilege.value for p in a.privileges]] for a in found],
        [["users", ["EXECUTE"]]],
    )
    of.call("grants.update to take away", lambda: w.grants.update("function", name, changes=[none]), plain, [])
    of.refused("grants.get of none", lambda: w.grants.get("function", "main.agents.none"), missing)


def files():
    folder = f"/Models/main/agents/{word}/1"
    of.call(
        "files.list_directory_contents",
        lambda: sorted(f.name for f in w.files.list_directory_contents(folder)),
        lambda found: {"MLmodel", "requirements.txt"} <= set(found),
        True,
    )
    of.call("files.get_directory_metadata", lambda: w.files.get_directory_metadata(folder), equals=None)
    of.call("files.download", lambda: b"one" in w.files.download(f"{folder}/agent.py").contents.read(), equals=True)
    of.call("files.get_metadata", lambda: w.files.get_metadata(f"{folder}/MLmodel").content_length > 100, equals=True)
    of.call("files.upload", lambda: w.files.upload(f"{folder}/extra.txt", io.BytesIO(b"more"), overwrite=True), lambda _: True, True)
    of.call("files.download of it", lambda: w.files.download(f"{folder}/extra.txt").contents.read().decode(), equals="more")
    of.refused("files.upload of what exists", lambda: w.files.upload(f"{folder}/extra.txt", io.BytesIO(b"x")), "ALREADY_EXISTS")
    of.call("files.delete", lambda: w.files.delete(f"{folder}/extra.txt"), equals=None)
    of.refused("files.download of none", lambda: w.files.download(f"{folder}/extra.txt"), missing)
    of.call("files.create_directory", lambda: w.files.create_directory(f"{folder}/empty"), equals=None)
    # Parts of a size that a test can wait for; the protocol is that of large files.
    options = Config(files_ext_multipart_upload_min_stream_size=1 << 20)
    large = WorkspaceClient(config=options)
    content = bytes(range(256)) * 4096 * 12
    of.call("files.upload in parts", lambda: large.files.upload(f"{folder}/large", io.BytesIO(content), overwrite=True), lambda _: True, True)
    of.call("files.download of the parts", lambda: w.files.download(f"{folder}/large").contents.read() == content, equals=True)
    w.files.delete(f"{folder}/large")


def experiments():
    path = f"/Shared/{word}-sdk"
    identity = of.call("experiments.create_experiment", lambda: w.experiments.create_experiment(path).experiment_id, str.isdigit, True)
    of.call(
        "experiments.get_permission_levels",
        lambda: sorted(l.permission_level.value for l in w.experiments.get_permission_levels(identity).permission_levels),
        equals=["CAN_EDIT", "CAN_MANAGE", "CAN_READ"],
    )
    reader = ml.ExperimentAccessControlRequest(group_name="users", permission_level=ml.ExperimentPermissionLevel.CAN_READ)
    levels = [["admins", "CAN_MANAGE"], ["developer@localhost", "CAN_MANAGE"], ["users", "CAN_READ"]]

    def plain(found):
        return sorted(
            [a.group_name or a.user_name, a.all_permissions[0].permission_level.value] for a in found.access_control_list
        )

    update = w.experiments.update_permissions
    of.call("experiments.update_permissions", lambda: update(identity, access_control_list=[reader]), plain, levels)
    of.call("experiments.get_permissions", lambda: w.experiments.get_permissions(identity), plain, levels)
    of.call(
        "experiments.set_permissions",
        lambda: w.experiments.set_permissions(identity, access_control_list=[reader]),
        plain,
        [levels[0], levels[2]],
    )
    of.call("experiments.get_by_name", lambda: w.experiments.get_by_name(path).experiment.experiment_id, equals=identity)
    of.call("experiments.get_experiment", lambda: w.experiments.get_experiment(identity).experiment.name, equals=path)
    of.call("experiments.search_experiments", lambda: path in [e.name for e in w.experiments.search_experiments()], equals=True)
    run = of.call(
        "experiments.create_run",
        lambda: w.experiments.create_run(experiment_id=identity, run_name="r", start_time=1000).run.info,
        lambda info: [info.run_name, info.status.value],
        ["r", "RUNNING"],
    )
    of.call("experiments.log_param", lambda: w.experiments.log_param("p", "1", run_id=run.run_id), lambda _: True, True)
    of.call("experiments.log_metric", lambda: w.experiments.log_metric("m", 2.0, 1, run_id=run.run_id), lambda _: True, True)
    of.call("experiments.set_tag", lambda: w.experiments.set_tag("t", "v", run_id=run.run_id), lambda _: True, True)
    of.call(
        "experiments.get_run",
        lambda: w.experiments.get_run(run.run_id).run.data,
        lambda d: [d.params[0].value, d.metrics[0].value, "v" in [t.value for t in d.tags]],
        ["1", 2.0, True],
    )
    of.call("experiments.get_history", lambda: [m.value for m in w.experiments.get_history("m", run_id=run.run_id)], equals=[2.0])
    of.call(
        "experiments.search_runs",
        lambda: [r.info.run_name for r in w.experiments.search_runs(experiment_ids=[identity], filter="params.p = '1'")],
        equals=["r"],
    )
    of.call(
        "experiments.update_run",
        lambda: w.experiments.update_run(run_id=run.run_id, status=ml.UpdateRunStatus.FINISHED).run_info.status.value,
        equals="FINISHED",
    )
    of.call("experiments.delete_experiment", lambda: w.experiments.delete_experiment(identity), lambda _: True, True)
    of.call(
        "experiments.get_experiment of a deleted one",
        lambda: w.experiments.get_experiment(identity).experiment.lifecycle_stage,
        equals="deleted",
    )


def removal():
    of.refused("registered_models.delete with versions", lambda: w.registered_models.delete(name), "INVALID_STATE")
    of.call("model_versions.delete", lambda: w.model_versions.delete(name, 1), equals=None)
    of.refused("model_versions.get of a deleted one", lambda: w.model_versions.get(name, 1), missing)
    w.model_versions.delete(name, 2)
    of.call("registered_models.delete at the end", lambda: w.registered_models.delete(name), equals=None)


identity()
catalogs()
models()
grants()
files()
experiments()
removal()
