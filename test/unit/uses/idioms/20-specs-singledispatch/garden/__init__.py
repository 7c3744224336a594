from .specs import FunctionSpec, GenieSpec, IndexSpec
from .tools import build, offered

__all__ = ["FunctionSpec", "GenieSpec", "IndexSpec", "build", "offered"]
