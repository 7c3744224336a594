import os
import pathlib

import yaml

HERE = pathlib.Path(__file__).resolve().parent


def read_team() -> dict:
    raw = (HERE / "team.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(os.path.expandvars(raw))
