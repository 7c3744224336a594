"""Runs the MLflow server as one process: the stock command starts several, and takes two to three times as long.

The variables that choose its stores are private to the pinned MLflow (mlflow.server.constants); the workspace sets them.

It listens on a Unix socket in a folder that nobody else can enter, and answers only to the secret that is the first line
of its standard input: that stands in no file, no argument and no environment.
"""

import asyncio
import hmac
import sys

# This folder belongs to a package and may be read-only: no compiled files in it.
sys.dont_write_bytecode = True
import lifeline  # noqa: E402

sys.dont_write_bytecode = False

HEADER = b"x-mlflow-agents-internal"


class Guard:
    """Answers 401 to whoever does not send the secret, whatever the path."""

    def __init__(self, app, secret: bytes) -> None:
        self.app = app
        self.secret = secret

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan" or self.knows(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 401, "headers": headers})
            await send({"type": "http.response.body", "body": b"This MLflow server answers to its workspace only."})

    def knows(self, scope) -> bool:
        given = dict(scope.get("headers", [])).get(HEADER, b"")
        return hmac.compare_digest(given, self.secret)


def main() -> None:
    secret = lifeline.first_line()
    if not secret:
        return
    lifeline.hold()
    import uvicorn
    from mlflow.server.fastapi_app import app

    # uvicorn closes idle sockets after 5 s by default, which would reset calls of the workspace's connection pool.
    config = uvicorn.Config(
        Guard(app, secret),
        uds=sys.argv[1],
        log_level="warning",
        timeout_keep_alive=120,
        timeout_graceful_shutdown=2,
    )
    try:
        asyncio.run(uvicorn.Server(config).serve())
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
