from pathlib import Path

import yaml
from pydantic import BaseModel


class Model(BaseModel):
    endpoint: str
    temperature: float = 0


class Genie(BaseModel):
    spaces: dict[str, str]


class Settings(BaseModel):
    models: dict[str, Model]
    genie: Genie
    enabled: list[str] = []

    @property
    def rooms(self) -> dict[str, str]:
        return {k: v for k, v in self.genie.spaces.items() if k in self.enabled}


def load(path: Path, **override) -> Settings:
    with path.open() as f:
        data = yaml.safe_load(f)
    data.pop("base", None)
    return Settings.model_validate({**data, **override})


settings = load(Path(__file__).parent / "settings.yaml")
