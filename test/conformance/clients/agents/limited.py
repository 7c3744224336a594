"""Waits, or takes memory, as it is told."""

import time

import mlflow


class Agent(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        answers = []
        for text in model_input:
            what, amount = text.split(" ")
            if what == "wait":
                time.sleep(float(amount))
            else:
                bytearray(int(amount) * 1024 * 1024)
            answers.append(f"done {text}")
        return answers


mlflow.models.set_model(Agent())
