from databricks.sdk import WorkspaceClient

from .base import Guard


class Toxicity(Guard):
    endpoint = "lab-toxicity-v2"

    def allows(self, text: str) -> bool:
        answer = WorkspaceClient().serving_endpoints.query(name=self.endpoint, inputs=[text])
        return answer.predictions[0] < 0.5


class Length(Guard):
    def allows(self, text: str) -> bool:
        return len(text) < 4000
