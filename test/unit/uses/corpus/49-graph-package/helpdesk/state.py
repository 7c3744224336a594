from typing import TypedDict


class State(TypedDict):
    question: str
    passages: list[str]
    answer: str
    attempts: int
