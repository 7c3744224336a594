import json
from typing import Any

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole, ExternalFunctionRequestHttpMethod
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatCompletionResponse
from unitycatalog.ai.core.databricks import DatabricksFunctionClient


class Config:
    CATALOG, SCHEMA = "port", "agents"
    CHAT = "databricks-gpt-5-1"
    INDEX = f"{CATALOG}.{SCHEMA}.rules_index"
    OLD_INDEX = f"{CATALOG}.{SCHEMA}.rules_v1_index"


class Port(ChatModel):
    def load_context(self, context: Any) -> None:
        self.w = WorkspaceClient()
        self.functions = DatabricksFunctionClient(client=self.w)

    def _search(self, text: str) -> list:
        found = self.w.vector_search_indexes.query_index(
            index_name=Config.INDEX, columns=["id", "text"], query_text=text, num_results=4
        )
        return found.result.data_array or []

    def _tide(self, day: str) -> str:
        return self.functions.execute_function(f"{Config.CATALOG}.{Config.SCHEMA}.tide", {"day": day}).value

    def _ask(self, question: str) -> str:
        started = self.w.genie.start_conversation("01f05050505050505050505050505050", question)
        return self.w.genie.get_message("01f05050505050505050505050505050", started.conversation_id, started.message_id).content

    def _notify(self, text: str) -> None:
        self.w.serving_endpoints.http_request(conn="harbour_slack", method=ExternalFunctionRequestHttpMethod.POST, path="/chat", json={"text": text})

    def _names(self) -> list[str]:
        return [e.name for e in self.w.serving_endpoints.list()]

    def _old(self, text: str):
        return self.w.vector_search_indexes.query_index(index_name=Config.OLD_INDEX, columns=["id"], query_text=text)

    def predict(self, context, messages, params=None):
        text = messages[-1].content
        facts = json.dumps([self._search(text), self._tide("today"), self._ask(text), self._names()])
        self._notify(text)
        reply = self.w.serving_endpoints.query(
            Config.CHAT,
            messages=[ChatMessage(role=ChatMessageRole.SYSTEM, content=facts), ChatMessage(role=ChatMessageRole.USER, content=text)],
        )
        return ChatCompletionResponse.from_dict(reply.as_dict())


mlflow.models.set_model(Port())
