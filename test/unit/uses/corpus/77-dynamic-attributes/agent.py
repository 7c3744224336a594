import os
import sys

import mlflow
import databricks_langchain

LLM_FAST = "databricks-gpt-oss-20b"
LLM_GOOD = "databricks-claude-sonnet-4"
INDEX_EN = "main.kb.en_index"
INDEX_DE = "main.kb.de_index"

quality = os.environ["QUALITY"]
language = os.environ.get("LANGUAGE", "en")

cls = getattr(databricks_langchain, "Chat" + "Databricks")
llm = cls(endpoint=globals()[f"LLM_{quality.upper()}"])
retriever_class = vars(databricks_langchain)["VectorSearchRetrieverTool"]
retriever = retriever_class(index_name=getattr(sys.modules[__name__], "INDEX_" + language.upper()))
titles = databricks_langchain.ChatDatabricks(endpoint="databricks-meta-llama-3-1-8b-instruct")


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        docs = retriever.invoke(model_input["q"])
        answer = llm.invoke("\n".join(d.page_content for d in docs) + model_input["q"]).content
        return {"answer": answer, "title": titles.invoke(answer).content}


mlflow.models.set_model(Model())
