import mlflow
from databricks_langchain import ChatDatabricks, DatabricksEmbeddings, DatabricksVectorSearch
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

config = mlflow.models.ModelConfig(development_config="config.yml")

answer_cfg = config.get("answer")
rewrite_cfg = config.get("rewrite")
retrieval = config.get("retrieval")

rewriter = ChatDatabricks(endpoint=rewrite_cfg["endpoint"], **rewrite_cfg["parameters"])
answerer = ChatDatabricks(endpoint=answer_cfg.get("endpoint"), **answer_cfg.get("parameters", {}))
embedding = DatabricksEmbeddings(endpoint=retrieval["embedding"]["endpoint"])

index = DatabricksVectorSearch(
    index_name=retrieval.get("index").get("name"),
    embedding=embedding,
    text_column=retrieval["index"]["text_column"],
)

prompt = PromptTemplate.from_template(config.get("prompt"))
chain = (
    RunnableLambda(lambda q: rewriter.invoke("Rewrite for search: " + q).content)
    | {"context": index.as_retriever() | (lambda docs: "\n".join(d.page_content for d in docs)), "question": RunnablePassthrough()}
    | prompt
    | answerer
    | StrOutputParser()
)

mlflow.models.set_model(model=chain)
