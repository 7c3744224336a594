import mlflow
from databricks_langchain import ChatDatabricks, DatabricksVectorSearch
from langchain.retrievers import EnsembleRetriever
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import ConfigurableField, RunnableParallel, RunnablePassthrough
from pydantic import BaseModel, Field


class Intent(BaseModel):
    """What the user wants."""

    name: str = Field(description="refund, delivery or other; see main.shop.intents")


router = ChatDatabricks(model="databricks-gpt-oss-20b", temperature=0).with_structured_output(Intent)

writer = (
    ChatDatabricks(model="databricks-claude-sonnet-4")
    .configurable_alternatives(
        ConfigurableField(id="llm"),
        default_key="sonnet",
        llama=ChatDatabricks(model="databricks-llama-4-maverick"),
    )
    .with_fallbacks([ChatDatabricks(model="databricks-meta-llama-3-3-70b-instruct")])
)

retriever = EnsembleRetriever(
    retrievers=[
        DatabricksVectorSearch(index_name=name, columns=["text"]).as_retriever(search_kwargs={"k": k})
        for name, k in [("shop.help.faq_index", 5), ("shop.help.terms_index", 2)]
    ],
    weights=[0.7, 0.3],
)

prompt = ChatPromptTemplate.from_template("Intent {intent}\n{context}\n\n{question}")
chain = (
    RunnableParallel(context=retriever, question=RunnablePassthrough(), intent=router | (lambda i: i.name))
    | prompt
    | writer
    | StrOutputParser()
)
mlflow.models.set_model(chain)
