import mlflow
import pandas as pd
from mlflow.deployments import get_deploy_client

deploy_client = get_deploy_client("databricks")
gateway = get_deploy_client("http://localhost:5000")  # a laptop's own gateway, never reached when served

CLASSIFIER = "ticket-priority-xgb"


class TriageModel(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.chat_endpoint = "databricks-claude-haiku-4-5"

    def _priority(self, ticket: dict) -> str:
        answer = deploy_client.predict(endpoint=CLASSIFIER, inputs={"dataframe_records": [ticket]})
        return answer["predictions"][0]

    def _draft(self, ticket: dict, priority: str) -> str:
        answer = deploy_client.predict(
            endpoint=self.chat_endpoint,
            inputs={
                "messages": [
                    {"role": "system", "content": f"Priority {priority}. Be brief."},
                    {"role": "user", "content": ticket["text"]},
                ],
                "max_tokens": 300,
            },
        )
        return answer["choices"][0]["message"]["content"]

    def predict(self, context, model_input: pd.DataFrame, params=None):
        out = []
        for ticket in model_input.to_dict(orient="records"):
            priority = self._priority(ticket)
            out.append({"priority": priority, "draft": self._draft(ticket, priority)})
        return out

    def predict_stream(self, context, model_input, params=None):
        for chunk in deploy_client.predict_stream("databricks-llama-4-maverick", inputs={"messages": model_input["messages"]}):
            yield chunk["choices"][0]["delta"]["content"]


mlflow.models.set_model(TriageModel())
