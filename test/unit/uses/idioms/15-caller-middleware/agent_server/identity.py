from contextvars import ContextVar

from databricks.sdk import WorkspaceClient
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request

_caller: ContextVar[WorkspaceClient] = ContextVar("caller")


def caller() -> WorkspaceClient:
    return _caller.get()


class CallerMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        client = WorkspaceClient(
            token=request.headers.get("x-forwarded-access-token"), auth_type="pat"
        )
        reset = _caller.set(client)
        try:
            return await call_next(request)
        finally:
            _caller.reset(reset)
