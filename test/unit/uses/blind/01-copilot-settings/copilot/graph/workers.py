from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langgraph.prebuilt import create_react_agent

from copilot.settings import Index, Settings


def _retriever(index: Index, what: str) -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(
        index_name=index.name,
        num_results=index.k,
        columns=index.columns,
        tool_name=f"search_{what}",
        tool_description=f"Finds {what}.",
    )


class Workers:
    def __init__(self, s: Settings):
        self.s = s
        self._llm = None

    @property
    def llm(self):
        if self._llm is None:
            self._llm = ChatDatabricks(endpoint=self.s.models.worker)
        return self._llm

    def ops(self):
        tools = [_retriever(i, w) for i, w in ((self.s.runbooks, "runbooks"), (self.s.tickets, "tickets"))]
        return create_react_agent(self.llm, tools, name="ops", prompt="You know our runbooks.")

    def numbers(self):
        return GenieAgent(
            genie_space_id=self.s.genie_room,
            genie_agent_name="cost",
            description="Cost of the platform",
        )

    def platform(self):
        toolkit = UCFunctionToolkit(function_names=list(self.s.functions))
        return create_react_agent(self.llm, toolkit.tools, name="platform")

    def finops(self):
        """Was replaced by the Genie room in 4.0."""
        return create_react_agent(
            ChatDatabricks(endpoint="databricks-dbrx-instruct"),
            [VectorSearchRetrieverTool(index_name="platform.finops.invoices_idx")],
            name="finops",
        )
