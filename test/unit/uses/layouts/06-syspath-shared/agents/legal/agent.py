import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "shared"))
sys.path.append(str(HERE / "parts"))

import mlflow  # noqa: E402
from mlflow.pyfunc import ResponsesAgent  # noqa: E402
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse  # noqa: E402

from clauses import ClauseFinder  # noqa: E402
from endpoints import chat_for  # noqa: E402


class LegalAgent(ResponsesAgent):
    def __init__(self):
        self.draft = chat_for("draft")
        self.review = chat_for("review")
        self.clauses = ClauseFinder()

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        question = str(request.input[-1].content)
        found = self.clauses.find(question)
        draft = self.draft.invoke(f"{found}\n\n{question}").content
        final = self.review.invoke(f"Correct this where the clauses disagree:\n{found}\n\n{draft}")
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=final.content, id=final.id)]
        )


mlflow.models.set_model(LegalAgent())
