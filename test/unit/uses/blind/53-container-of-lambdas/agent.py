import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch
from langchain.agents import AgentExecutor, create_tool_calling_agent
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tools import Tool

from di import Container

container = Container()
container.register("endpoint", lambda c: "databricks-mixtral-8x7b-instruct")
container.register("endpoint", lambda c: "databricks-claude-sonnet-4-6")
container.register("llm", lambda c: ChatDatabricks(endpoint=c["endpoint"]))
container.register("embedding", lambda c: DatabricksEmbeddings(endpoint="databricks-gte-large-en"))
container.register("store", lambda c: DatabricksVectorSearch(index_name="wine.kb.notes_index", embedding=c["embedding"]))
container.register("judge", lambda c: ChatDatabricks(endpoint="wine-judge"))

tools = [Tool(name="notes", description="Tasting notes", func=lambda q: container["store"].similarity_search(q, k=3))]
prompt = ChatPromptTemplate.from_messages([("system", "You are a sommelier"), ("human", "{input}"), ("placeholder", "{agent_scratchpad}")])
executor = AgentExecutor(agent=create_tool_calling_agent(container["llm"], tools, prompt), tools=tools)
mlflow.models.set_model(executor)
