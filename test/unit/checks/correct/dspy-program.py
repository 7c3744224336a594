#: requirements: mlflow==3.17.2, dspy, databricks-dspy
"""A DSPy program behind a PythonModel."""

import dspy
import mlflow
from mlflow.pyfunc import PythonModel

mlflow.dspy.autolog()


class Answer(dspy.Signature):
    """Answer in one sentence."""

    question: str = dspy.InputField()
    answer: str = dspy.OutputField()


class Program(PythonModel):
    def __init__(self):
        self.lm = dspy.LM("databricks/databricks-claude-sonnet-4")

    def predict(self, model_input: list[str]) -> list[str]:
        with dspy.context(lm=self.lm):
            ask = dspy.ChainOfThought(Answer)
            return [ask(question=question).answer for question in model_input]


mlflow.models.set_model(Program())
