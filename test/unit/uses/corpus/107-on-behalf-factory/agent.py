import mlflow
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

from clients import chat, sales_genie, warehouse_rows

SQL = "SELECT region, sum(amount) FROM corp.sales.orders GROUP BY region"


class SalesAgent(ChatAgent):
    def predict(self, messages, context=None, custom_inputs=None):
        question = messages[-1].content
        mine = sales_genie(question)
        everyone = warehouse_rows(SQL)
        text = chat(f"{question}\nYours: {mine}\nAll: {everyone}")
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=text, id="s")])


mlflow.models.set_model(SalesAgent())
