from functools import cached_property

import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse


class Summarizer(ChatAgent):
    endpoint = "databricks-meta-llama-3-1-405b-instruct"

    @cached_property
    def workspace(self) -> WorkspaceClient:
        return WorkspaceClient()

    @cached_property
    def openai(self):
        return self.workspace.serving_endpoints.get_open_ai_client()

    @cached_property
    def judge(self):
        return self.workspace.serving_endpoints.get_langchain_chat_open_ai_client("summary-judge")

    def predict(self, messages, context=None, custom_inputs=None):
        text = self.openai.chat.completions.create(
            model=self.endpoint,
            messages=[{"role": m.role, "content": m.content} for m in messages],
        ).choices[0].message.content
        score = self.judge.invoke(f"Grade from 1 to 5:\n{text}").content
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=text, id="1")], custom_outputs={"score": score}
        )


AGENT = Summarizer()
mlflow.models.set_model(AGENT)
