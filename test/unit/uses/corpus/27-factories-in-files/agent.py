import mlflow
from langgraph.prebuilt import create_react_agent

from assistant.llms import make_llm
from assistant.names import Names
from assistant.retrieval import knowledge_base, make_retriever

llm = make_llm(Names.CHAT)
tools = [make_retriever(Names.FAQ_INDEX, "faq"), knowledge_base()]

mlflow.models.set_model(create_react_agent(llm, tools))
