# Copied from the RAG tutorial and changed for the ski guide
from operator import itemgetter

import mlflow
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder, PromptTemplate
from langchain_core.runnables import RunnableBranch, RunnableLambda, RunnablePassthrough

## Enable MLflow Tracing
mlflow.langchain.autolog()


def extract_user_query_string(chat_messages_array):
    return chat_messages_array[-1]["content"]


def extract_chat_history(chat_messages_array):
    return chat_messages_array[:-1]


def format_chat_history(history):
    kinds = {"user": HumanMessage, "assistant": AIMessage}
    return [kinds[m["role"]](content=m["content"]) for m in history]


## Load the chain's configuration
model_config = mlflow.models.ModelConfig(development_config="rag_chain_config.yaml")
databricks_resources = model_config.get("databricks_resources")
retriever_config = model_config.get("retriever_config")
llm_config = model_config.get("llm_config")

## Connect to the Vector Search Index
vs_client = VectorSearchClient(disable_notice=True)
vs_index = vs_client.get_index(
    endpoint_name=databricks_resources.get("vector_search_endpoint_name"),
    index_name=retriever_config.get("vector_search_index"),
)
vector_search_schema = retriever_config.get("schema")

vector_search_as_retriever = DatabricksVectorSearch(
    index_name=retriever_config.get("vector_search_index"),
    columns=[vector_search_schema.get(k) for k in ("primary_key", "chunk_text", "document_uri")],
).as_retriever(search_kwargs=retriever_config.get("parameters"))

mlflow.models.set_retriever_schema(
    primary_key=vector_search_schema.get("primary_key"),
    text_column=vector_search_schema.get("chunk_text"),
    doc_uri=vector_search_schema.get("document_uri"),
)


def format_context(docs):
    return "".join(f"Passage: {d.page_content}\n" for d in docs)


## The prompts
prompt = ChatPromptTemplate.from_messages(
    [
        ("system", llm_config.get("llm_prompt_template")),
        MessagesPlaceholder(variable_name="formatted_chat_history"),
        ("user", "{question}"),
    ]
)
query_rewrite_prompt = PromptTemplate(
    template="Rewrite for a search.\nHistory: {chat_history}\nQuestion: {question}",
    input_variables=["chat_history", "question"],
)

## The models
model = ChatDatabricks(
    endpoint=databricks_resources.get("llm_endpoint_name"),
    extra_params=llm_config.get("llm_parameters"),
).with_fallbacks(
    [ChatDatabricks(endpoint=databricks_resources.get("fallback_endpoint_name", "databricks-gpt-oss-20b"))]
)

## The chain
chain = (
    {
        "question": itemgetter("messages") | RunnableLambda(extract_user_query_string),
        "chat_history": itemgetter("messages") | RunnableLambda(extract_chat_history),
        "formatted_chat_history": itemgetter("messages")
        | RunnableLambda(extract_chat_history)
        | RunnableLambda(format_chat_history),
    }
    | RunnablePassthrough()
    | {
        "context": RunnableBranch(
            (
                lambda x: len(x["chat_history"]) > 0,
                query_rewrite_prompt | model | StrOutputParser(),
            ),
            itemgetter("question"),
        )
        | vector_search_as_retriever
        | RunnableLambda(format_context),
        "formatted_chat_history": itemgetter("formatted_chat_history"),
        "question": itemgetter("question"),
    }
    | prompt
    | model
    | StrOutputParser()
)

## Tell MLflow logging where to find your chain.
mlflow.models.set_model(model=chain)
