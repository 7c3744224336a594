"""An agent that answers as a whole, and leaves `predict_stream` to its class, where it only raises."""

import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentResponse


class Whole(ResponsesAgent):
    def predict(self, request):
        return ResponsesAgentResponse(output=[self.create_text_output_item(text="whole", id="m")])


mlflow.models.set_model(Whole())
