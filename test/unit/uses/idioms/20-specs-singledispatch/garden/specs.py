from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True)
class Spec:
    _: KW_ONLY
    description: str = ""


@dataclass(frozen=True)
class IndexSpec(Spec):
    index: str
    k: int = 4


@dataclass(frozen=True)
class FunctionSpec(Spec):
    schema: str
    names: tuple[str, ...] = ("*",)

    def full(self) -> list[str]:
        return [f"{self.schema}.{name}" for name in self.names]


@dataclass(frozen=True)
class GenieSpec(Spec):
    title: str
    space: str
