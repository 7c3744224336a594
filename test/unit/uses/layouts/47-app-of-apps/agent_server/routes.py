import json
from pathlib import Path

ROUTES = json.loads((Path(__file__).parent / "routes.json").read_text())


def model_of(route: dict) -> str:
    return f"apps/{route['target']}" if route["kind"] == "app" else route["target"]
