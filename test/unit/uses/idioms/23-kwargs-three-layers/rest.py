from databricks.sdk import WorkspaceClient

_w = WorkspaceClient()


def call(method, *parts, **kwargs):
    path = "/".join(("", *parts))
    return _w.api_client.do(method, path, **kwargs)


def post(*parts, **kwargs):
    kwargs.setdefault("headers", {"Content-Type": "application/json"})
    return call("POST", *parts, **kwargs)


def invoke(endpoint, **kwargs):
    return post("serving-endpoints", endpoint, "invocations", **kwargs)


def genie(space, **kwargs):
    return post("api", "2.0", "genie", "spaces", space, "start-conversation", **kwargs)
