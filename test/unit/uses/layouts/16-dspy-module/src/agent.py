import os

import dspy
import mlflow
from mlflow.pyfunc import PythonModel

from program import Research

COACH = dspy.LM(f"databricks/{os.environ['COACH_MODEL']}", max_tokens=300)


class ResearchModel(PythonModel):
    def load_context(self, context):
        dspy.configure(lm=dspy.LM("databricks/databricks-claude-sonnet-4", cache=False))
        self.program = Research(passages=4)

    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        answers = []
        for question in model_input:
            draft = self.program(question=question)
            with dspy.context(lm=COACH):
                kept = dspy.Predict("question, answer -> keep: bool")(
                    question=question, answer=draft.answer
                ).keep
            answers.append(draft.answer if kept else "I do not know.")
        return answers


mlflow.models.set_model(ResearchModel())
