import tomllib
from pathlib import Path

with (Path(__file__).parent / "spaces.toml").open("rb") as handle:
    SETTINGS = tomllib.load(handle)
