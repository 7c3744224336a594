import mlflow
from langgraph.prebuilt import create_react_agent

from app.config import App, Domain, ModelSpec
from app.factory import everything

STAGING = App(chat=ModelSpec.of("gpt", "5"), domains=[Domain("staging")])
llm, tools = everything(App())
mlflow.models.set_model(create_react_agent(llm, tools=tools))
