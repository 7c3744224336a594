import mlflow
from databricks_langchain import ChatDatabricks
from langchain_community.agent_toolkits import SQLDatabaseToolkit
from langchain_community.utilities import SQLDatabase
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

import db

PROMPT = """You write SQL. Example:
SELECT * FROM shop.examples.orders JOIN shop.examples.people USING (id)
"""
llm = ChatDatabricks(model="databricks-claude-sonnet-4-5")
warehouse = SQLDatabase.from_databricks(catalog="shop", schema="gold", warehouse_id="44e044e044e044e0", include_tables=["kpis", "regions"])


@tool
def find_order(number: int) -> str:
    """Finds an order."""
    return str(db.order(number))


@tool
def in_stock(product: str) -> str:
    """How many are in stock."""
    frame = db.stock()
    return frame[frame["product"] == product].to_json()


toolkit = SQLDatabaseToolkit(db=warehouse, llm=llm)
mlflow.models.set_model(create_react_agent(llm, [*toolkit.get_tools(), find_order, in_stock], prompt=PROMPT))
