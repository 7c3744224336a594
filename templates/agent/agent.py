"""An agent: it asks a chat endpoint of the workspace."""

from databricks.sdk import WorkspaceClient
from mlflow.models import ModelConfig, set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

config = ModelConfig(development_config={"llm": "databricks-claude-sonnet-4"})
INSTRUCTIONS = "You answer briefly and politely."


class Agent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": "system", "content": INSTRUCTIONS}]
        messages += [{"role": item.role, "content": text_of(item.content)} for item in request.input if hasattr(item, "role")]
        client = WorkspaceClient().serving_endpoints.get_open_ai_client()
        answer = client.chat.completions.create(model=config.get("llm"), messages=messages)
        text = answer.choices[0].message.content
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="answer")])


def text_of(content) -> str:
    if isinstance(content, str):
        return content
    return "".join(part["text"] if isinstance(part, dict) else part.text for part in content)


set_model(Agent())
