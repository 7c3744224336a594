import mlflow
from helpers import shout
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

prompt = ChatPromptTemplate.from_messages([("system", "Be brief."), ("user", "{question}")])
llm = FakeListChatModel(responses=[shout("a chain answers")])

mlflow.models.set_model(prompt | llm | StrOutputParser())
