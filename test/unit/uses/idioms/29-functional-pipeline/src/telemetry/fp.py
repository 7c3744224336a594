from functools import reduce
from typing import Any, Callable

Fn = Callable[[Any], Any]


def pipe(value: Any, *functions: Fn) -> Any:
    return reduce(lambda acc, f: f(acc), functions, value)


def compose(*functions: Fn) -> Fn:
    return lambda value: pipe(value, *functions)


def tap(f: Callable[[Any], None]) -> Fn:
    def through(value: Any) -> Any:
        f(value)
        return value

    return through
