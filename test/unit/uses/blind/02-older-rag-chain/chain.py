import os
from operator import itemgetter

import mlflow
from databricks.vector_search.client import VectorSearchClient
from langchain_community.chat_models import ChatDatabricks
from langchain_community.vectorstores import DatabricksVectorSearch
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder, PromptTemplate
from langchain_core.runnables import RunnableBranch, RunnableLambda, RunnablePassthrough

## MLflow tracing
mlflow.langchain.autolog()


# The question is the last entry of the history.
def extract_user_query_string(chat_messages_array):
    return chat_messages_array[-1]["content"]


def extract_chat_history(chat_messages_array):
    return chat_messages_array[:-1]


def format_chat_history_for_prompt(chat_messages_array):
    history = extract_chat_history(chat_messages_array)
    formatted = []
    for message in history:
        cls = HumanMessage if message["role"] == "user" else AIMessage
        formatted.append(cls(content=message["content"]))
    return formatted


model_config = mlflow.models.ModelConfig(development_config="rag_config.yaml")

databricks_resources = model_config.get("databricks_resources")
retriever_config = model_config.get("retriever_config")
llm_config = model_config.get("llm_config")
rewriter_config = model_config.get("rewriter")

vs_client = VectorSearchClient(disable_notice=True)
vs_index = vs_client.get_index(
    endpoint_name=databricks_resources.get("vector_search_endpoint_name"),
    index_name=retriever_config.get("vector_search_index"),
)
vector_search_schema = retriever_config.get("schema")

vector_search_as_retriever = DatabricksVectorSearch(
    vs_index,
    text_column=vector_search_schema.get("chunk_text"),
    columns=[
        vector_search_schema.get("primary_key"),
        vector_search_schema.get("chunk_text"),
        vector_search_schema.get("document_uri"),
    ],
).as_retriever(search_kwargs=retriever_config.get("parameters"))

mlflow.models.set_retriever_schema(
    primary_key=vector_search_schema.get("primary_key"),
    text_column=vector_search_schema.get("chunk_text"),
    doc_uri=vector_search_schema.get("document_uri"),
)


def format_context(docs):
    chunk_template = retriever_config.get("chunk_template")
    chunk_contents = [
        chunk_template.format(
            chunk_text=d.page_content,
            document_uri=d.metadata[vector_search_schema.get("document_uri")],
        )
        for d in docs
    ]
    return "".join(chunk_contents)


prompt = ChatPromptTemplate.from_messages(
    [
        ("system", llm_config.get("llm_prompt_template")),
        MessagesPlaceholder(variable_name="formatted_chat_history"),
        ("user", "{question}"),
    ]
)

query_rewrite_prompt = PromptTemplate(
    template="Rewrite so that it stands alone.\n{chat_history}\nQuestion: {question}",
    input_variables=["chat_history", "question"],
)

model = ChatDatabricks(
    endpoint=databricks_resources.get("llm_endpoint_name"),
    extra_params=llm_config.get("llm_parameters"),
)

# The small one is enough for rewriting.
if rewriter_config["enabled"]:
    rewriter = ChatDatabricks(endpoint=rewriter_config["model"], max_tokens=100)
else:
    rewriter = model

chain = (
    {
        "question": itemgetter("messages") | RunnableLambda(extract_user_query_string),
        "chat_history": itemgetter("messages") | RunnableLambda(extract_chat_history),
        "formatted_chat_history": itemgetter("messages") | RunnableLambda(format_chat_history_for_prompt),
    }
    | RunnablePassthrough()
    | {
        "context": RunnableBranch(
            (
                lambda x: len(x["chat_history"]) > 0,
                query_rewrite_prompt | rewriter | StrOutputParser(),
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

mlflow.models.set_model(model=chain)

# COMMAND ----------
# chain.invoke(model_config.get("input_example"))
# ChatDatabricks(endpoint="databricks-dbrx-instruct").invoke("hi")
