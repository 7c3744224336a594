import mlflow
from databricks_llamaindex import UCFunctionToolkit, VectorSearchRetrieverTool
from llama_index.core import Settings
from llama_index.core.agent import ReActAgent
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.databricks import DatabricksEmbedding
from llama_index.llms.databricks import Databricks
from llama_index.llms.openai import OpenAI as VendorOpenAI

mlflow.llama_index.autolog()

Settings.llm = Databricks(model="databricks-qwen3-next-80b")
Settings.embed_model = DatabricksEmbedding(model="databricks-bge-large-en")
fallback = VendorOpenAI(model="gpt-4o")


def discount(percent: float, price: float) -> float:
    """Applies a discount."""
    return price * (1 - percent / 100)


catalogue = VectorSearchRetrieverTool(
    index_name="retail.catalogue.items_index",
    tool_name="search_items",
    tool_description="Search products by description",
)
functions = UCFunctionToolkit(function_names=["retail.catalogue.stock_level"]).tools

agent = ReActAgent.from_tools(
    [catalogue, FunctionTool.from_defaults(fn=discount), *functions],
    llm=Settings.llm,
    max_iterations=6,
)


class ShopModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        question = model_input["messages"][-1]["content"]
        try:
            return str(agent.chat(question))
        except ValueError:
            return fallback.complete(question).text


mlflow.models.set_model(ShopModel())
