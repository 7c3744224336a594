"""The helpdesk's graph and its settings."""

from .config import settings
from .graph import build_graph

__all__ = ["build_graph", "settings"]
