import os

import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, UCFunctionToolkit, VectorSearchRetrieverTool
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

CATALOG = os.environ["CATALOG"]
SCHEMA = os.environ.get("SCHEMA", "kb")

w = WorkspaceClient()
openai = DatabricksOpenAI()
docs = VectorSearchRetrieverTool(index_name=f"{CATALOG}.{SCHEMA}.docs_index", tool_name="docs")
functions = UCFunctionToolkit(function_names=[f"{CATALOG}.{SCHEMA}.lookup", "main.shared.lookup"])
titles = ChatDatabricks(endpoint="databricks-gpt-oss-20b")


class Tenant(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        inputs = custom_inputs or {}
        question = messages[-1].content
        passages = [d.page_content for d in docs.invoke(question)]
        extra = w.vector_search_indexes.query_index(
            index_name=inputs["index"], columns=["text"], query_text=question
        )
        rows = w.statement_execution.execute_statement(
            warehouse_id="1234123412341234", statement=f"SELECT * FROM {CATALOG}.kb.notes LIMIT 5"
        )
        answer = openai.chat.completions.create(
            model=inputs["endpoint"],
            messages=[{"role": "user", "content": f"{passages}{extra}{rows}{question}"}],
        ).choices[0].message.content
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=answer, id="1")],
            custom_outputs={"title": titles.invoke(answer).content, "tools": len(functions.tools)},
        )


mlflow.models.set_model(Tenant())
