import json
import uuid

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient
from mlflow.pyfunc import ChatModel
from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage, ChatParams

from desk.sources import group_model, secret

try:
    from databricks_langchain import ChatDatabricks, UCFunctionToolkit
except ImportError:  # before 2025
    from langchain_databricks import ChatDatabricks, UCFunctionToolkit

CHOOSE = "Name the Unity Catalog function that answers this, as JSON {\"function\": ...}: "


class DeskModel(ChatModel):
    def load_context(self, context):
        with open("/Volumes/admin/desk/settings/search.json") as handle:
            index = json.load(handle)["index"]
        self.index = VectorSearchClient().get_index(index_name=index)
        self.chooser = ChatDatabricks(endpoint="databricks-gpt-5-nano")

    def facts(self, question: str) -> list[str]:
        found = self.index.similarity_search(columns=["text"], query_text=question, num_results=2)
        facts = [row[0] for row in found["result"]["data_array"]]
        match json.loads(self.chooser.invoke(CHOOSE + question).content):
            case {"function": str(name)}:
                for tool in UCFunctionToolkit(function_names=[name]).tools:
                    facts.append(tool.invoke({"question": question}))
            case _:
                genie = WorkspaceClient().genie
                message = genie.start_conversation_and_wait(secret("space"), question)
                facts.append(message.content or "")
        return facts

    def predict(self, context, messages: list[ChatMessage], params: ChatParams) -> ChatCompletionResponse:
        question = messages[-1].content
        group = (params.custom_inputs or {}).get("group", "all")
        if (endpoint := group_model(group)) is not None:
            llm = ChatDatabricks(endpoint=endpoint)
        else:
            llm = self.chooser
        text = llm.invoke("\n".join([*self.facts(question), question])).content
        return ChatCompletionResponse(
            id=str(uuid.uuid4()),
            model="desk",
            choices=[ChatChoice(index=0, message=ChatMessage(role="assistant", content=text))],
        )


mlflow.models.set_model(DeskModel())
