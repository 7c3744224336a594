import databricks_langchain as dl
import databricks.vector_search.client as vs
import mlflow as ml
import retail.names
import retail.tools as shop
from databricks.sdk import WorkspaceClient as WC
from databricks_langchain.genie import GenieAgent as Genie
from langgraph import prebuilt

from retail.constants import *

llm = dl.ChatDatabricks(model=retail.names.chat.MAIN)
client = vs.VectorSearchClient(disable_notice=True)
reviews = client.get_index(index_name=REVIEWS)
sales = Genie(SALES_SPACE, client=WC())


def find_reviews(text: str) -> list:
    """Reviews like a text."""
    return reviews.similarity_search(query_text=text, columns=["review"], num_results=5)["result"]["data_array"]


def ask_sales(question: str) -> str:
    """Sales figures."""
    return sales.invoke({"messages": [("user", question)]})["messages"][-1].content


agent = prebuilt.create_react_agent(llm, [find_reviews, ask_sales, *shop.toolkit().tools])
ml.models.set_model(agent)
