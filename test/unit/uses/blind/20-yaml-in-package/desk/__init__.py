"""Settings live beside the code."""
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@lru_cache(maxsize=None)
def _conf() -> dict:
    with open(HERE / "conf" / "settings.yaml", encoding="utf-8") as f:
        return yaml.safe_load(f)


def conf_value(section: str, key: str | None = None):
    value = _conf()[section]
    return value if key is None else value[key]


def prompts() -> dict:
    return json.loads(resources.files("desk.conf").joinpath("prompts.json").read_text())
