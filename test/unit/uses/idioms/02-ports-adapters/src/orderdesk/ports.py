from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, Protocol, Sequence, TypeVar, runtime_checkable

T_co = TypeVar("T_co", covariant=True)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Order:
    order_id: str
    state: str


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    score: float


@runtime_checkable
class Finder(Protocol[T_co]):
    def find(self, query: str, limit: int = 5) -> Sequence[T_co]: ...


class Writer(Protocol):
    def write(self, system: str, user: str) -> str: ...


class Repository(ABC, Generic[K, V]):
    """Keeps things by their key."""

    @abstractmethod
    def get(self, key: K) -> V | None: ...
