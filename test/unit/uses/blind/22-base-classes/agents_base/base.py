from __future__ import annotations

import abc
from typing import Any, ClassVar

from databricks_langchain import ChatDatabricks
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse


class BaseAgent(ChatAgent, abc.ABC):
    endpoint: ClassVar[str] = "databricks-meta-llama-3-3-70b-instruct"
    temperature: ClassVar[float] = 0.0
    _registry: ClassVar[dict[str, type[BaseAgent]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        BaseAgent._registry[cls.__name__] = cls

    def __init__(self, **options: Any):
        self.options = options
        self._setup()
        self.graph = create_react_agent(self.model(), self.collect(), prompt=self.instructions())

    def _setup(self) -> None:
        pass

    def model(self) -> ChatDatabricks:
        return ChatDatabricks(endpoint=self.endpoint, temperature=self.temperature)

    def collect(self) -> list:
        return []

    @abc.abstractmethod
    def instructions(self) -> str: ...

    def predict(self, messages, context=None, custom_inputs=None):
        out = self.graph.invoke({"messages": [m.model_dump() for m in messages]})
        last = out["messages"][-1]
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=last.content, id=last.id)])
