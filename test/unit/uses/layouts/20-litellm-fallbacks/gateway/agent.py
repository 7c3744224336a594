import logging
import os

import litellm
import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from candidates import CANDIDATES, provider

log = logging.getLogger(__name__)
litellm.drop_params = True


class GatewayAgent(ResponsesAgent):
    def ask(self, messages):
        last = None
        for candidate in CANDIDATES:
            try:
                return litellm.completion(model=provider(candidate), messages=messages)
            except litellm.exceptions.APIError as error:
                log.warning("%s did not answer: %s", candidate, error)
                last = error
        raise RuntimeError("no model answered") from last

    def near(self, text: str) -> list[float]:
        answer = litellm.embedding(model="databricks/databricks-bge-large-en", input=[text])
        return answer.data[0]["embedding"]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": m.role, "content": m.content} for m in request.input]
        wanted = (request.custom_inputs or {}).get("model")
        if wanted:
            answer = litellm.completion(model=provider(wanted), messages=messages)
        else:
            answer = self.ask(messages)
        size = len(self.near(str(messages[-1]["content"])))
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=answer.choices[0].message.content, id="a")],
            custom_outputs={"embedding_size": size, "stage": os.getenv("STAGE", "dev")},
        )


mlflow.models.set_model(GatewayAgent())
