import mlflow

_config = mlflow.models.ModelConfig(development_config="agent_config.yaml")


class Config:
    def __init__(self, raw: dict):
        self.raw = raw

    def section(self, name: str) -> dict:
        return self.raw.get(name, {})


cfg = Config(_config.to_dict())


def lookup(section: str, key: str, default=None):
    """Value of a key in a section."""
    return cfg.section(section).get(key, default)
