import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

import mlflow  # noqa: E402
from databricks_openai import DatabricksOpenAI  # noqa: E402
from mlflow.pyfunc import ResponsesAgent  # noqa: E402
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse  # noqa: E402

from skills import SKILLS, Guard  # noqa: E402


class Assistant(ResponsesAgent):
    def __init__(self):
        self.skills = {name: cls() for name, cls in SKILLS.items()}
        self.guards = [cls() for cls in Guard.known]
        self.client = DatabricksOpenAI()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        if not all(guard.allows(question) for guard in self.guards):
            text = "No."
        else:
            facts = {name: skill.run(question) for name, skill in self.skills.items()}
            text = self.client.chat.completions.create(
                model="databricks-claude-sonnet-4",
                messages=[{"role": "user", "content": f"{facts}\n{question}"}],
            ).choices[0].message.content
        return ResponsesAgentResponse(output=[self.create_text_output_item(text=text, id="a")])


mlflow.models.set_model(Assistant())
