import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.credentials_provider import ModelServingUserCredentials
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, VectorSearchRetrieverTool
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

PUBLIC = "main.hr.policies_index"
PRIVATE = "main.hr.reviews_index"

system = WorkspaceClient()
llm = ChatDatabricks(model="databricks-claude-sonnet-4", workspace_client=system)
embeddings = DatabricksEmbeddings(endpoint="databricks-gte-large-en")
policies = VectorSearchRetrieverTool(index_name=PUBLIC, tool_name="policies", workspace_client=system)


def user_tools():
    me = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
    reviews = VectorSearchRetrieverTool(
        index_name=PRIVATE,
        tool_name="reviews",
        embedding=embeddings,
        text_column="text",
        workspace_client=me,
    )

    @tool
    def salary_band(grade: str) -> str:
        """Salary band of a grade, if the caller may see it."""
        done = me.statement_execution.execute_statement(
            statement="SELECT low, high FROM main.hr.bands WHERE grade = :grade",
            warehouse_id="5566778899aabbcc",
            parameters=[{"name": "grade", "value": grade}],
        )
        return str(done.result.data_array)

    return [reviews, salary_band]


@tool
def index_age() -> str:
    """When the reviews were indexed last."""
    return str(system.vector_search_indexes.get_index(PRIVATE).status)


class HrAgent(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        graph = create_react_agent(llm, [policies, index_age, *user_tools()])
        out = graph.invoke({"messages": self._convert_messages_to_dict(messages)})
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=out["messages"][-1].content, id="1")])


mlflow.models.set_model(HrAgent())
