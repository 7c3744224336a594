import os

from .desk import front_desk

LAKEBASE_INSTANCE = os.environ.get("LAKEBASE_INSTANCE", "team-sessions")
