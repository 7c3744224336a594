#: requirements: mlflow==3.17.2, scikit-learn, joblib
#: signature: {"inputs": [{"type": "string", "name": "question", "required": true}], "outputs": [{"type": "string", "name": "label", "required": true}]}
"""A PythonModel that reads what it needs from its artifacts."""

import json
import os

import joblib
import mlflow
import numpy as np
import pandas as pd
from mlflow.pyfunc import PythonModel, PythonModelContext


class Classifier(PythonModel):
    def load_context(self, context: PythonModelContext):
        with open(context.artifacts["labels"]) as file:
            self.labels = json.load(file)
        self.model = joblib.load(os.path.join(context.artifacts["model"], "model.joblib"))

    def predict(self, context, model_input: pd.DataFrame, params=None):
        scores = np.asarray(self.model.predict_proba(model_input["question"]))
        return [self.labels[index] for index in scores.argmax(axis=1)]


mlflow.models.set_model(Classifier())
