import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import (
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    output_to_responses_items_stream,
    to_chat_completions_input,
)

import config as settings
from flags import enabled

config = settings.load()


def rerank(question: str, passages: list[str]) -> list[str]:
    answer = WorkspaceClient().serving_endpoints.query(
        "plant-reranker", inputs=[[question, p] for p in passages]
    )
    return [p for _, p in sorted(zip(answer.predictions, passages), reverse=True)]


class ManualAgent(ResponsesAgent):
    def __init__(self):
        llm = ChatDatabricks(endpoint="plant-manuals-llm-ft" if enabled("finetuned") else config.LLM)
        tools = list(UCFunctionToolkit(function_names=config.functions).tools)
        self.manual = VectorSearchRetrieverTool(index_name=config.index)
        if config.SPACE is not None:
            genie = GenieAgent(genie_space_id=config.SPACE, genie_agent_name="machines")
            tools.append(genie.as_tool(name="machines", description="State of the machines"))
        self.graph = create_react_agent(llm, tools)

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        pages = [d["page_content"] for d in self.manual.invoke(question)]
        if enabled("rerank"):
            pages = rerank(question, pages)[:3]
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        messages.insert(0, {"role": "system", "content": "\n".join(pages)})
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(ManualAgent())
