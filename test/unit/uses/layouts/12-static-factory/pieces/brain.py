from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole


class Brain:
    def __init__(self, endpoint: str, workspace: WorkspaceClient):
        self._endpoint = endpoint
        self._workspace = workspace

    @classmethod
    def with_endpoint(cls, endpoint: str):
        return cls(endpoint, WorkspaceClient())

    def think(self, question: str, facts: list[str]) -> str:
        answer = self._workspace.serving_endpoints.query(
            name=self._endpoint,
            messages=[
                ChatMessage(role=ChatMessageRole.SYSTEM, content="\n".join(facts)),
                ChatMessage(role=ChatMessageRole.USER, content=question),
            ],
            max_tokens=600,
        )
        return answer.choices[0].message.content
