"""A small language of steps: `a >> b`, `a & b`, `a.when(f)`."""
from __future__ import annotations

from functools import reduce
from typing import Any, Callable


class Step:
    def __init__(self, f: Callable[[Any], Any], name: str | None = None):
        self.f = f
        self.name = name or getattr(f, "__name__", "step")

    def __call__(self, value: Any) -> Any:
        return self.f(value)

    def __rshift__(self, other: Step | Callable) -> Step:
        nxt = other if isinstance(other, Step) else Step(other)
        return Step(lambda value: nxt(self(value)), f"{self.name}>{nxt.name}")

    def __and__(self, other: Step) -> Step:
        return Step(lambda value: (self(value), other(value)))

    def when(self, condition: Callable[[Any], bool]) -> Step:
        return Step(lambda value: self(value) if condition(value) else value)


def step(f: Callable) -> Step:
    return Step(f)


def chain(*steps: Step) -> Step:
    return reduce(lambda a, b: a >> b, steps)
