import os

import yaml


class Settings:
    """Read once, when the module is loaded."""

    model = os.environ.get("WEATHER_MODEL", "databricks-claude-haiku-4-5")
    space = os.getenv("WEATHER_SPACE")
    instance = os.environ.get("WEATHER_MEMORY", "")
    station_function = ".".join(["weather", "tools", "nearest_station"])
    external = yaml.safe_load(open(os.environ["WEATHER_SETTINGS"], encoding="utf-8"))

    @classmethod
    def warnings_table(cls) -> str:
        return cls.external["tables"]["warnings"]
