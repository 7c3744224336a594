import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch, UCFunctionToolkit
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.tools import tool

CATALOG = "prod"
SCHEMA = "claims"
FULL = f"{CATALOG}.{SCHEMA}"

store = DatabricksVectorSearch(
    index_name=f"{FULL}.policy_text",
    embedding=DatabricksEmbeddings(endpoint="databricks-gte-large-en"),
    text_column="chunk",
    columns=["chunk", "policy_id"],
)
retriever = store.as_retriever(search_kwargs={"k": 6})

toolkit = UCFunctionToolkit(
    function_names=[FULL + ".find_claim", "%s.find_holder" % FULL]
)


@tool
def premium_calculator(policy_id: str) -> str:
    """Not offered to the model: it was replaced by find_claim."""
    legacy = UCFunctionToolkit(function_names=[f"{FULL}.premium_v1"])
    return legacy.tools[0].invoke({"policy_id": policy_id})


prompt = ChatPromptTemplate.from_messages(
    [
        ("system", "Answer from these passages of prod.claims.policy_text only:\n{context}"),
        ("human", "{question}"),
    ]
)


def join(docs) -> str:
    return "\n\n".join(d.page_content for d in docs)


model = ChatDatabricks(model="databricks-meta-llama-3-3-70b-instruct", max_tokens=800)
chain = (
    {"context": retriever | join, "question": RunnablePassthrough()}
    | prompt
    | model.bind_tools(toolkit.tools)
    | StrOutputParser()
)

mlflow.models.set_model(chain)
