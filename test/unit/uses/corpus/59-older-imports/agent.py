import os

import mlflow
from databricks.vector_search.client import VectorSearchClient
from langchain.chains import RetrievalQA
from langchain_community.chat_models import ChatDatabricks
from langchain_community.embeddings import DatabricksEmbeddings
from langchain_community.llms import Databricks
from langchain_community.vectorstores import DatabricksVectorSearch
from langchain_databricks import ChatDatabricks as NewerChat

VECTOR_SEARCH_ENDPOINT = "vs_endpoint_1"
INDEX = "rag.chatbot.pdf_docs_self_managed_index"

embedding_model = DatabricksEmbeddings(endpoint="databricks-bge-large-en")


def get_retriever(persist_dir: str | None = None):
    os.environ["DATABRICKS_HOST"] = os.environ.get("HOST", "")
    vsc = VectorSearchClient(workspace_url=os.environ["DATABRICKS_HOST"])
    vs_index = vsc.get_index(endpoint_name=VECTOR_SEARCH_ENDPOINT, index_name=INDEX)
    store = DatabricksVectorSearch(vs_index, text_column="content", embedding=embedding_model)
    return store.as_retriever(search_kwargs={"k": 3})


chat_model = ChatDatabricks(endpoint="databricks-dbrx-instruct", max_tokens=200)
summary_model = NewerChat(endpoint="databricks-meta-llama-3-1-70b-instruct")
classifier = Databricks(endpoint_name="topic-classifier", transform_input_fn=lambda **r: {"inputs": [r["prompt"]]})

qa = RetrievalQA.from_chain_type(llm=chat_model, chain_type="stuff", retriever=get_retriever())


class Bot(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        question = model_input["query"]
        if classifier.invoke(question) == "off-topic":
            return "I only know about our documents."
        answer = qa.invoke({"query": question})["result"]
        return summary_model.invoke("One sentence: " + answer).content


mlflow.models.set_model(Bot())
