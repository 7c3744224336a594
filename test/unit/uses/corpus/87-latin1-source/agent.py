# -*- coding: latin-1 -*-
"""Agent für Rückfragen. Geschrieben in Köln."""

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

GRÜSSE = "Schöne Grüße aus Köln, ß und é"
größe = "databricks-claude-sonnet-4"

llm = ChatDatabricks(endpoint=größe)
suche = VectorSearchRetrieverTool(index_name="main.köln.fragen_index", tool_description=GRÜSSE)
mlflow.models.set_model(create_react_agent(llm, [suche]))
