from typing import Any, Callable, TypeVar, get_type_hints

T = TypeVar("T")


class Injector:
    def __init__(self) -> None:
        self._providers: dict[type, Callable[[], Any]] = {}
        self._made: dict[type, Any] = {}

    def provider(self, f: Callable[..., T]) -> Callable[..., T]:
        self._providers[get_type_hints(f)["return"]] = f
        return f

    def get(self, kind: type[T]) -> T:
        if kind not in self._made:
            make = self._providers.get(kind, kind)
            hints = get_type_hints(make if make is not kind else kind.__init__)
            hints.pop("return", None)
            self._made[kind] = make(**{name: self.get(hint) for name, hint in hints.items()})
        return self._made[kind]


injector = Injector()
