from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass
class ModelSpec:
    endpoint: str
    temperature: float = 0.0

    @classmethod
    def of(cls, family: str, size: str, **rest) -> ModelSpec:
        return cls(endpoint=f"databricks-{family}-{size}", **rest)

    def kwargs(self) -> dict:
        return {k: v for k, v in asdict(self).items() if v is not None}


@dataclass
class Domain:
    name: str
    catalog: str = "telco"
    index: str = field(init=False)
    functions: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.index = f"{self.catalog}.{self.name}.docs_index"
        self.functions = [f"{self.catalog}.{self.name}.{f}" for f in self.functions]


@dataclass
class App:
    chat: ModelSpec = field(default_factory=lambda: ModelSpec.of("claude", "sonnet-4-5", temperature=0.3))
    domains: list[Domain] = field(default_factory=lambda: [Domain("billing", functions=["invoice"]), Domain("network")])
