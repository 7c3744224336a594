import mlflow
from databricks.vector_search.client import VectorSearchClient
from databricks_langchain import ChatDatabricks
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough


class Builder:
    def __init__(self):
        self._parts = {}

    def llm(self, name):
        self._parts["llm"] = name
        return self

    def index(self, name, *, endpoint=None):
        self._parts.update(index=name, endpoint=endpoint)
        return self

    def grader(self, name):
        self._parts["grader"] = name
        return self

    def build(self):
        index = VectorSearchClient(disable_notice=True).get_index(
            endpoint_name=self._parts["endpoint"], index_name=self._parts["index"]
        )
        search = RunnableLambda(lambda q: index.similarity_search(query_text=q, columns=["text"], num_results=3))
        prompt = ChatPromptTemplate.from_template("{context}\n{question}")
        llm = ChatDatabricks(endpoint=self._parts["llm"])
        checked = ChatDatabricks(endpoint=self._parts["grader"])
        return {"context": search, "question": RunnablePassthrough()} | prompt | llm | StrOutputParser() | checked


class Mail(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        config = context.model_config or {}
        rag = config.get("rag", {})
        self.chain = (
            Builder()
            .llm(config.get("llm", {}).get("name", "databricks-gpt-5"))
            .index(rag["index"], endpoint=rag.get("endpoint", "vs_main"))
            .grader(config.get("grader", {}).get("name", "databricks-gpt-5-nano"))
            .build()
        )

    def predict(self, context, model_input, params=None):
        return [self.chain.invoke(q) for q in model_input["question"]]


mlflow.models.set_model(Mail())
