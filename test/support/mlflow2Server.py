"""The server of MLflow 2 as one process that ends with the test that started it; `mlflow server` leaves its workers behind."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "workspace" / "python"))
sys.dont_write_bytecode = True
import lifeline  # noqa: E402

lifeline.hold()

from mlflow.server import app  # noqa: E402
from werkzeug.serving import run_simple  # noqa: E402

run_simple("127.0.0.1", int(sys.argv[1]), app, threaded=True)
