from typing import Any, ClassVar, Dict, List, Optional, Union

import mlflow
from pydantic import BaseModel, Field


class Part(BaseModel):
    text: str
    score: Optional[float] = None


class Base(BaseModel):
    kind: ClassVar[str] = "base"
    id: int = 0
    zeta: bool = Field(default=True)


class Question(Base):
    """A question with parts."""

    parts: List[Part]
    lookup: dict[str, Part] = {}
    either: Union[int, str] = 1
    maybe: int | str | None = None
    extra: Any = None
    _private: int = 0

    def size(self) -> int:
        return len(self.parts)


class Hinted(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: List[Question], params: Optional[Dict[str, Any]] = None) -> List[Part]:
        return [Part(text=question.parts[0].text, score=question.size()) for question in model_input]


mlflow.models.set_model(Hinted())
