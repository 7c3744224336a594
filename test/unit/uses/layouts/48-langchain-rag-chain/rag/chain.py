import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import RunnableBranch, RunnablePassthrough, chain

import names

mlflow.langchain.autolog()

rewriter = ChatDatabricks(endpoint=os.getenv("RAG_REWRITE_MODEL", names.SMALL), max_tokens=60)
writer = ChatDatabricks(endpoint=os.getenv("RAG_MODEL", names.LARGE))
german = ChatDatabricks(endpoint=names.by_language("de"))


@chain
def question_of(payload: dict) -> str:
    return payload["messages"][-1]["content"]


@chain
def passages(question: str) -> str:
    store = DatabricksVectorSearch(index_name=names.INDEX, columns=["id", "text"])
    return "\n".join(d.page_content for d in store.similarity_search(question, k=4))


def is_german(payload: dict) -> bool:
    return any(word in payload["question"] for word in (" der ", " die ", " ist "))


template = PromptTemplate.from_template("{context}\n\nQuestion: {question}")
rewrite = PromptTemplate.from_template("Make this a search: {q}") | rewriter | StrOutputParser()

model = (
    question_of
    | {
        "context": {"q": RunnablePassthrough()} | rewrite | passages,
        "question": RunnablePassthrough(),
    }
    | RunnableBranch((is_german, template | german), template | writer)
    | StrOutputParser()
)

mlflow.models.set_model(model)
