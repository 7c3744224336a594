import mlflow
from mlflow.pyfunc import ChatAgent
from mlflow.types.agent import ChatAgentMessage, ChatAgentResponse

from triage.program import load_program

mlflow.dspy.autolog()


class TriageAgent(ChatAgent):
    def __init__(self):
        self.program = load_program()

    def predict(self, messages, context=None, custom_inputs=None):
        result = self.program(complaint=messages[-1].content)
        return ChatAgentResponse(
            messages=[ChatAgentMessage(role="assistant", content=result.advice, id="triage")],
            custom_outputs={"urgency": result.urgency},
        )


mlflow.models.set_model(TriageAgent())
