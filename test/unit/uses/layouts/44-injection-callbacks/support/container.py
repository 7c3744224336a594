from typing import Any, Callable


class Container:
    def __init__(self):
        self._makers: dict[str, Callable[["Container"], Any]] = {}
        self._made: dict[str, Any] = {}

    def add(self, name: str, maker: Callable[["Container"], Any]) -> "Container":
        self._makers[name] = maker
        return self

    def get(self, name: str):
        if name not in self._made:
            self._made[name] = self._makers[name](self)
        return self._made[name]
