from pathlib import Path

import dspy
import mlflow
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

from workshop import Workshop

mlflow.dspy.autolog()


class BikeAgent(ResponsesAgent):
    lm_name = "databricks-llama-4-maverick"

    def __init__(self):
        self.lm = dspy.LM(model="databricks/" + self.lm_name, temperature=0.0)
        self.program = Workshop()
        compiled = Path(__file__).with_name("compiled.json")
        if compiled.exists():
            self.program.load(str(compiled))

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        with dspy.context(lm=self.lm):
            out = self.program(complaint=str(request.input[-1].content))
        return ResponsesAgentResponse(output=[self.create_text_output_item(out.summary, "bike")])


mlflow.models.set_model(BikeAgent())
