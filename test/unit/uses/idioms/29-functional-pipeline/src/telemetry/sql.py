from datetime import date
from typing import Callable

SCHEMA = ("iot", "curated")
TABLES = {short: ".".join((*SCHEMA, full)) for short, full in [("dev", "devices"), ("site", "sites")]}

select: Callable[..., str] = lambda *columns: f"SELECT {', '.join(columns)}"
source: Callable[[str], Callable[[str], str]] = lambda table: lambda head: f"{head} FROM {table}"
where: Callable[[str], Callable[[str], str]] = lambda condition: lambda head: f"{head} WHERE {condition}"


def joined(left: str, right: str, on: str) -> str:
    return f"{TABLES[left]} JOIN {TABLES[right]} USING ({on})"


def events(day: date) -> str:
    return where("device = :device")(source(f"iot.raw.events_{day:%Y%m}")(select("at", "code")))
