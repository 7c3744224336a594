from databricks.sdk import WorkspaceClient


def secret(key: str, scope: str = "desk") -> str:
    return WorkspaceClient().dbutils.secrets.get(scope=scope, key=key)
