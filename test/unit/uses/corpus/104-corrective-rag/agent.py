"""Corrective retrieval for the service manual.

The retriever's index is built nightly from `svc.manuals.pages`. Changing an endpoint?
Edit config.yaml; the list in the wiki (databricks-dbrx-instruct, …) is out of date.
"""

import json
import logging
import operator
import uuid
from typing import Annotated, Any, Generator, Literal, Optional, TypedDict

import mlflow
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch
from langchain_core.documents import Document
from langchain_core.output_parsers import JsonOutputParser, StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langgraph.graph import END, START, StateGraph
from mlflow.entities import SpanType
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse, ChatContext

logger = logging.getLogger(__name__)
mlflow.langchain.autolog()

config = mlflow.models.ModelConfig(development_config="config.yaml")
models: dict[str, Any] = config.get("models")
retriever_config: dict[str, Any] = config.get("retriever")

workspace = WorkspaceClient()

# --------------------------------------------------------------------------
# State
# --------------------------------------------------------------------------


class RagState(TypedDict, total=False):
    question: str
    search_query: str
    documents: Annotated[list[Document], operator.add]
    generation: str
    retries: int
    web: bool


# --------------------------------------------------------------------------
# Models
# --------------------------------------------------------------------------


def chat(role: Literal["generate", "grade", "rewrite"]) -> ChatDatabricks:
    """The model for a role; roles without an entry use the default."""
    entry = models.get(role) or models["default"]
    return ChatDatabricks(endpoint=entry["endpoint"], temperature=entry.get("temperature", 0))


embeddings = DatabricksEmbeddings(
    endpoint=retriever_config["embedding_endpoint"],
    query_params={"instruction": "Represent this question"},
)

vector_store = DatabricksVectorSearch(
    endpoint=retriever_config["endpoint"],
    index_name=retriever_config["index"],
    embedding=embeddings,
    text_column=retriever_config["schema"]["text"],
    columns=[retriever_config["schema"][k] for k in ("id", "text", "url")],
)
retriever = vector_store.as_retriever(
    search_type="similarity_score_threshold",
    search_kwargs={"k": retriever_config.get("k", 4), "score_threshold": 0.4},
)

# --------------------------------------------------------------------------
# Prompts
# --------------------------------------------------------------------------

GRADE = ChatPromptTemplate.from_template(
    """Is this passage of svc.manuals.pages relevant to the question? Answer with JSON: {{"relevant": true}}.
Passage: {passage}
Question: {question}"""
)
REWRITE = ChatPromptTemplate.from_template("Rewrite for a search engine, no SQL like SELECT * FROM svc.manuals.toc: {question}")
GENERATE = ChatPromptTemplate.from_messages(
    [("system", "You are a mechanic. Passages:\n{context}"), ("human", "{question}")]
)
GROUNDED = ChatPromptTemplate.from_template(
    'Is the answer supported by the passages? JSON {{"grounded": true}}\nPassages: {context}\nAnswer: {answer}'
)

grader = GRADE | chat("grade") | JsonOutputParser()
rewriter = REWRITE | chat("rewrite") | StrOutputParser()
generator = GENERATE | chat("generate") | StrOutputParser()
judge = GROUNDED | chat("grade") | JsonOutputParser()

# --------------------------------------------------------------------------
# Nodes
# --------------------------------------------------------------------------


def retrieve(state: RagState) -> RagState:
    query = state.get("search_query") or state["question"]
    logger.info("searching svc.manuals.pages_index for %s", query)
    return {"documents": retriever.invoke(query)}


def grade_documents(state: RagState) -> RagState:
    kept = []
    for document in state["documents"]:
        verdict = grader.invoke({"passage": document.page_content, "question": state["question"]})
        if verdict.get("relevant"):
            kept.append(document)
    return {"documents": kept, "web": not kept}


def rewrite(state: RagState) -> RagState:
    return {"search_query": rewriter.invoke({"question": state["question"]})}


@mlflow.trace(span_type=SpanType.RETRIEVER)
def web_search(state: RagState) -> RagState:
    """Searches the manufacturer's site through a connection."""
    answer = workspace.serving_endpoints.http_request(
        conn=config.get("web_search")["connection"],
        method=ExternalFunctionRequestHttpMethod.GET,
        path="/search",
        params={"q": state["search_query"], "limit": "3"},
    )
    hits = json.loads(answer.text).get("hits", [])
    return {"documents": [Document(page_content=h["snippet"], metadata={"url": h["url"]}) for h in hits]}


def generate(state: RagState) -> RagState:
    context = "\n---\n".join(d.page_content for d in state["documents"])
    text = generator.invoke({"context": context, "question": state["question"]})
    return {"generation": text, "retries": state.get("retries", 0) + 1}


def check(state: RagState) -> str:
    if state["retries"] > 2:
        return "give_up"
    context = "\n".join(d.page_content for d in state["documents"])
    verdict = judge.invoke({"context": context, "answer": state["generation"]})
    return "good" if verdict.get("grounded") else "again"


def apologize(state: RagState) -> RagState:
    return {"generation": "The manual does not say."}


graph = StateGraph(RagState)
for node in (retrieve, grade_documents, rewrite, web_search, generate, apologize):
    graph.add_node(node.__name__, node)
graph.add_edge(START, "retrieve")
graph.add_edge("retrieve", "grade_documents")
graph.add_conditional_edges(
    "grade_documents", lambda s: "rewrite" if s["web"] else "generate", {"rewrite": "rewrite", "generate": "generate"}
)
graph.add_edge("rewrite", "web_search")
graph.add_edge("web_search", "generate")
graph.add_conditional_edges("generate", check, {"good": END, "again": "generate", "give_up": "apologize"})
graph.add_edge("apologize", END)
app = graph.compile()

# --------------------------------------------------------------------------
# Model
# --------------------------------------------------------------------------


class Mechanic(ChatAgent):
    def predict(
        self,
        messages: list[ChatAgentMessage],
        context: Optional[ChatContext] = None,
        custom_inputs: Optional[dict[str, Any]] = None,
    ) -> ChatAgentResponse:
        state = app.invoke({"question": messages[-1].content, "documents": []})
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=state["generation"], id=str(uuid.uuid4()))],
            custom_outputs={"sources": [d.metadata.get("url") for d in state["documents"]]},
        )

    def predict_stream(self, messages, context=None, custom_inputs=None) -> Generator[ChatAgentChunk, None, None]:
        for message in self.predict(messages, context, custom_inputs).messages:
            yield ChatAgentChunk(delta=message)


mlflow.models.set_model(Mechanic())
