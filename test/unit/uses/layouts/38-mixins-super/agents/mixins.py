from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent


class Core:
    llm_endpoint = "databricks-gpt-oss-20b"

    def __init__(self, **options):
        self.options = options
        self.tools = []
        self.llm = ChatDatabricks(endpoint=self.llm_endpoint)


class Retrieval(Core):
    index = None

    def __init__(self, **options):
        super().__init__(**options)
        self.tools.append(VectorSearchRetrieverTool(index_name=self.index))


class Analytics(Core):
    llm_endpoint = "databricks-claude-sonnet-4"
    space = None

    def __init__(self, **options):
        super().__init__(**options)
        self.tools.append(self.make_space())

    def make_space(self):
        agent = GenieAgent(genie_space_id=self.space, genie_agent_name="analytics")
        return agent.as_tool(name="analytics", description="Figures")

    def refresh(self):
        # a job calls this, not the agent
        WorkspaceClient().serving_endpoints.query(name="analytics-refresh", inputs=[1])
