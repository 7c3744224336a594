from databricks_langchain import VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import tool

from .context import RequestContext, SystemContext


def public_tools(context: SystemContext) -> list:
    return [
        VectorSearchRetrieverTool(
            index_name="bank.public.products_index", tool_name="products", workspace_client=context.client
        )
    ]


def account_tools(context: RequestContext) -> list:
    genie = GenieAgent("01f0bbb1bbb2bbb3bbb4bbb5bbb6bbb7", "accounts", client=context.client)

    @tool
    def account_question(question: str) -> str:
        """Answers a question on the customer's own accounts."""
        return genie.invoke({"messages": [("user", question)]})["messages"][-1].content

    @tool
    def letters(query: str) -> list:
        """Searches the customer's letters."""
        return context.client.vector_search_indexes.query_index(
            index_name="bank.private.letters_index", columns=["text"], query_text=query
        ).result.data_array

    return [account_question, letters]
