import os
from urllib.parse import quote_plus

import mlflow
from databricks_langchain import ChatDatabricks
from langchain_community.utilities import SQLDatabase
from langgraph.prebuilt import create_react_agent
from sqlalchemy import create_engine, text

HOST = os.environ.get("DATABRICKS_HOST", "").removeprefix("https://")
TOKEN = os.environ.get("DATABRICKS_TOKEN", "")

engine = create_engine(
    f"databricks://token:{quote_plus(TOKEN)}@{HOST}?http_path=/sql/1.0/warehouses/1111aaaa2222bbbb&catalog=main&schema=museum"
)
tour = SQLDatabase.from_databricks(catalog="main", schema="tours", warehouse_id="3333cccc4444dddd")


def exhibits(room: str) -> list:
    """Exhibits of a room."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name FROM main.museum.exhibits WHERE room = :room"), {"room": room})
        return [row.name for row in rows]


def next_tour() -> str:
    """The next guided tour."""
    return tour.run("SELECT min(starts) FROM main.tours.schedule WHERE starts > now()")


llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet")
mlflow.models.set_model(create_react_agent(llm, [exhibits, next_tour]))
