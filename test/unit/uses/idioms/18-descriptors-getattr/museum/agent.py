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

from museum import Names, Options, names

functions = Names("art", "visits")


class MuseumAgent(ResponsesAgent):
    def __init__(self):
        self.options = Options()
        self._graph = None

    @property
    def graph(self):
        if self._graph is None:
            tours = GenieAgent(self.options.tours_space, "tours")
            tools = [
                VectorSearchRetrieverTool(index_name=names.WORKS),
                tours.as_tool(name="tours", description="Guided tours"),
                *UCFunctionToolkit(function_names=[functions.entry_price, functions.opening_hours]).tools,
            ]
            self._graph = create_react_agent(ChatDatabricks(endpoint=self.options.llm), tools)
        return self._graph

    def closed_rooms(self) -> str:
        response = WorkspaceClient().statement_execution.execute_statement(
            warehouse_id=self.options.warehouse,
            statement="SELECT room FROM art.building.closed_rooms WHERE day = current_date()",
        )
        return ", ".join(row[0] for row in response.result.data_array or [])

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = to_chat_completions_input([i.model_dump() for i in request.input])
        messages.insert(0, {"role": "system", "content": f"Closed today: {self.closed_rooms()}"})
        out = self.graph.invoke({"messages": messages})
        events = output_to_responses_items_stream([out["messages"][-1]])
        return ResponsesAgentResponse(output=[e.item for e in events])


mlflow.models.set_model(MuseumAgent())
