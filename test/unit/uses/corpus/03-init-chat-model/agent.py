import mlflow
from langchain.chat_models import init_chat_model
from langgraph.prebuilt import create_react_agent

# Provider as a prefix, as an argument, and for the vendors' own APIs.
planner = init_chat_model("databricks:databricks-claude-3-7-sonnet", temperature=0)
writer = init_chat_model("databricks-llama-4-maverick", model_provider="databricks", max_tokens=400)
checker = init_chat_model(model="gpt-4o-mini", model_provider="openai")
translator = init_chat_model("anthropic:claude-3-5-haiku-latest")


def word_count(text: str) -> int:
    """Counts words."""
    return len(text.split())


def review(text: str) -> str:
    """Has another vendor's model look at the text."""
    return checker.invoke(f"Find factual mistakes:\n{text}").content


def to_german(text: str) -> str:
    """Translates into German."""
    return translator.invoke("In German:\n" + text).content


writing = create_react_agent(writer, [word_count, review, to_german], prompt="You write product texts.")


def delegate(task: str) -> str:
    """Hands a writing task to the writer."""
    return writing.invoke({"messages": [("user", task)]})["messages"][-1].content


agent = create_react_agent(planner, [delegate], prompt="You plan texts and delegate the writing.")
mlflow.models.set_model(agent)
