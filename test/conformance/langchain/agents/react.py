import mlflow
from langchain_core.language_models import FakeListChatModel
from langgraph.prebuilt import create_react_agent


def build():
    llm = FakeListChatModel(responses=["an agent answers"])
    return create_react_agent(llm, tools=[])


mlflow.models.set_model(build())
