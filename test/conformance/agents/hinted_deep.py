from typing import Any, Dict, List

import mlflow


class Hinted(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: List[Dict[str, List[int]]]) -> Dict[str, Any]:
        return {"sum": sum(sum(values) for row in model_input for values in row.values())}

    def predict_stream(self, context, model_input: List[Dict[str, List[int]]]):
        yield "hello"


mlflow.models.set_model(Hinted())
