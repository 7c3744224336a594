import os
import sys
from types import SimpleNamespace

import mlflow
from mlflow.pyfunc import PythonModel

from program.modules import Screening

mlflow.dspy.autolog(log_traces=True)


class ScreeningModel(PythonModel):
    def load_context(self, context):
        artifacts = getattr(context, "artifacts", {}) or {}
        self.program = Screening()
        compiled = artifacts.get("compiled")
        if compiled and os.path.exists(compiled):
            self.program.load(compiled)

    def predict(self, context, model_input: list[dict], params=None) -> list[dict]:
        out = []
        for row in model_input:
            result = self.program(abstract=row["abstract"], criteria=row.get("criteria", ""))
            out.append({"include": result.include, "why": result.reasoning})
        return out


model = ScreeningModel()
if "ipykernel" not in sys.modules:
    model.load_context(SimpleNamespace(artifacts={}))

mlflow.models.set_model(model)
