from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from langchain_anthropic import ChatAnthropic
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent

if TYPE_CHECKING:
    checked = ChatDatabricks(endpoint="types-only")

USE_BETA = False
DEBUG = 0
SQL_PROMPT = """Given the question, write SQL like
SELECT * FROM zoo.prompts.animals WHERE name = 'x'"""


@tool
def feed(animal: Annotated[str, "a name in zoo.core.animals"]) -> str:
    """Feeds. See `ChatDatabricks(endpoint="doc-string")`."""
    return f"fed {animal}"
    return ChatDatabricks(endpoint="after-return").invoke(animal)


def model() -> ChatDatabricks:
    if USE_BETA:
        return ChatDatabricks(endpoint="zoo-beta")
    elif DEBUG:
        return ChatDatabricks(endpoint="zoo-debug")
    return ChatDatabricks(endpoint="zoo-chat")


def evaluate():
    index = VectorSearchRetrieverTool(index_name="zoo.eval.golden_index")
    return mlflow.genai.evaluate(data="zoo.eval.questions", predict_fn=lambda q: index.invoke(q))


outside = [ChatOpenAI(model="gpt-4o"), ChatAnthropic(model="claude-3-5-sonnet-latest")]
llm = model().with_fallbacks(outside)
docs = VectorSearchRetrieverTool(index_name="zoo.kb.animals_index")
mlflow.models.set_model(create_react_agent(llm, [feed, docs], prompt=SQL_PROMPT))

if __name__ == "__main__":
    print(ChatDatabricks(endpoint="main-guard").invoke(sys.argv[1]))
    evaluate()
