#: requirements: mlflow==3.17.2, pandas, jinja2
"""Opens what it wrote, what it looks for first, and places that are not its own."""

import json
import os
import tempfile
from pathlib import Path

import jinja2
import mlflow
import pandas as pd
from mlflow.pyfunc import ResponsesAgent

CACHE = "cache.json"
if not os.path.exists(CACHE):
    with open(CACHE, "w") as file:
        json.dump({}, file)
with open(CACHE) as file:
    cache = json.load(file)

LOCAL = Path(".env.local")
if LOCAL.exists():
    os.environ.update(line.split("=", 1) for line in LOCAL.read_text().splitlines())

try:
    LIMITS = json.loads(Path("limits.json").read_text())
except FileNotFoundError:
    LIMITS = {}

HOSTS = Path("/etc/hosts").read_text() if os.path.isfile("/etc/hosts") else ""
TABLE = pd.read_csv("https://example.com/table.csv") if os.environ.get("TABLE") else None
template = jinja2.Template("{{ name }}")


class Writer(ResponsesAgent):
    def predict(self, request):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "answer.json"
            target.write_text(json.dumps(cache))
            with open(os.path.join(folder, "answer.json")) as file:
                return {"output": [file.read(), template.render(name=str(LIMITS))]}


mlflow.models.set_model(Writer())
