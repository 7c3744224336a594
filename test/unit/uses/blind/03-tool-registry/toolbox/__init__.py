from . import maintenance, trips  # noqa: F401  registers the tools
from .registry import REGISTRY


def all_tools():
    return list(REGISTRY.values())
