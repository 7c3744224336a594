import inspect
from typing import Any, Callable

from pydantic import BaseModel, create_model


class ToolInfo(BaseModel):
    name: str
    spec: dict
    exec_fn: Callable


REGISTRY: dict[str, ToolInfo] = {}


def _parameters(fn: Callable) -> dict[str, Any]:
    fields = {
        p.name: (p.annotation, ... if p.default is inspect.Parameter.empty else p.default)
        for p in inspect.signature(fn).parameters.values()
    }
    return create_model(fn.__name__, **fields).model_json_schema()


def register(name: str | None = None, *, enabled: bool = True):
    """Offers a function to the model."""

    def wrap(fn: Callable) -> Callable:
        if enabled:
            key = name or fn.__name__
            REGISTRY[key] = ToolInfo(
                name=key,
                spec={
                    "type": "function",
                    "function": {"name": key, "description": fn.__doc__ or "", "parameters": _parameters(fn)},
                },
                exec_fn=fn,
            )
        return fn

    return wrap
