"""Runs the MLflow server as one process: the stock command starts several, and takes two to three times as long.

The variables that choose its stores are private to the pinned MLflow (mlflow.server.constants); the workspace sets them.
"""

import asyncio
import sys

# This folder belongs to a package and may be read-only: no compiled files in it.
sys.dont_write_bytecode = True
import lifeline  # noqa: E402

sys.dont_write_bytecode = False


def main() -> None:
    lifeline.hold()
    port = int(sys.argv[1])
    import uvicorn

    # uvicorn closes idle sockets after 5 s by default, which would reset calls of the workspace's connection pool.
    config = uvicorn.Config(
        "mlflow.server.fastapi_app:app",
        host="127.0.0.1",
        port=port,
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
