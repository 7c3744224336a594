"""A support desk: it looks documents up in a vector index and lets a chat endpoint answer from them."""

from databricks.sdk import WorkspaceClient
from mlflow.models import ModelConfig, set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

config = ModelConfig(development_config={"llm": "databricks-claude-sonnet-4", "index": "main.kb.docs_index"})


class SupportDesk(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = text_of(request.input[-1].content)
        # Nothing here says who calls: Model Serving gives the client credentials for what the policy declares.
        client = WorkspaceClient()
        found = client.vector_search_indexes.query_index(
            index_name=config.get("index"), columns=["title", "text"], query_text=question, num_results=2
        )
        documents = [f"{title}: {text}" for title, text, *_ in found.result.data_array]
        messages = [
            {"role": "system", "content": "Answer from these documents:\n" + "\n".join(documents)},
            {"role": "user", "content": question},
        ]
        chat = client.serving_endpoints.get_open_ai_client()
        answer = chat.chat.completions.create(model=config.get("llm"), messages=messages)
        text = answer.choices[0].message.content + "\n\nFrom: " + "; ".join(documents)
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="answer")])


def text_of(content) -> str:
    if isinstance(content, str):
        return content
    return "".join(part["text"] if isinstance(part, dict) else part.text for part in content)


set_model(SupportDesk())
