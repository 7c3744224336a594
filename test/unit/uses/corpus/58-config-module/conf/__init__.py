import mlflow

_config = mlflow.models.ModelConfig(development_config="agent_config.yaml")


class Config:
    def __init__(self, raw: dict):
        self.raw = raw

    def section(self, name: str) -> dict:
        return self.raw.get(name, {})


cfg = Config(_config.to_dict())


def lookup(path: str, default=None):
    """Value at a dotted path."""
    value = cfg.raw
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return default
        value = value[part]
    return value
