import os

import mlflow
from databricks_langchain import ChatDatabricks, VectorSearchRetrieverTool
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

STAGE = os.environ.get("STAGE", "dev")
IS_PROD = STAGE == "prod"

LLM = "databricks-claude-sonnet-4" if IS_PROD else "databricks-meta-llama-3-3-70b-instruct"

if IS_PROD:
    INDEX = "prod.wine.notes_index"
    SPACE = "01f0d0d0d0d0d0d0d0d0d0d0d0d0d0d1"
elif STAGE == "staging":
    INDEX = "staging.wine.notes_index"
    SPACE = "01f0d0d0d0d0d0d0d0d0d0d0d0d0d0d2"
else:
    INDEX = "dev.wine.notes_index"
    SPACE = "01f0d0d0d0d0d0d0d0d0d0d0d0d0d0d2"

SOMMELIERS = {
    "red": "wine-red-finetuned",
    "white": "wine-white-finetuned",
}

llm = ChatDatabricks(endpoint=LLM)
notes = VectorSearchRetrieverTool(index_name=INDEX, tool_name="notes")
sales = GenieAgent(SPACE, "sales")


def grader(kind: str) -> ChatDatabricks:
    match kind:
        case "strict":
            endpoint = "databricks-gpt-5"
        case "quick" | "cheap":
            endpoint = "databricks-gpt-5-nano"
        case _:
            raise ValueError(kind)
    return ChatDatabricks(model=endpoint)


@tool
def recommend(colour: str, dish: str, strictness: str = "quick") -> str:
    """Recommends a wine for a dish."""
    expert = ChatDatabricks(model=SOMMELIERS.get(colour, "wine-rose-finetuned"))
    text = expert.invoke(f"A {colour} wine with {dish}?").content
    return text if "yes" in grader(strictness).invoke(f"Sensible? {text}").content.lower() else "I am not sure."


@tool
def sold(question: str) -> str:
    """Sales figures."""
    return sales.invoke({"messages": [{"role": "user", "content": question}]})["messages"][-1].content


mlflow.models.set_model(create_react_agent(llm, [notes, recommend, sold]))
