from typing import Any, Callable


class Container:
    def __init__(self) -> None:
        self._factories: dict[str, Callable[["Container"], Any]] = {}
        self._made: dict[str, Any] = {}

    def register(self, key: str, factory: Callable[["Container"], Any]) -> "Container":
        self._factories[key] = factory
        return self

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            self._made[key] = self._factories[key](self)
        return self._made[key]
