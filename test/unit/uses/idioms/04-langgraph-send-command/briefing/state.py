import operator
from typing import Annotated, Literal, TypedDict

from langgraph.graph.message import add_messages

Verdict = Literal["figures", "write"]


class Briefing(TypedDict, total=False):
    messages: Annotated[list, add_messages]
    notes: Annotated[list[str], operator.add]
    rounds: int


class Search(TypedDict):
    query: str
    index: str
