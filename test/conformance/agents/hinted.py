from typing import Any, Dict, List, Optional

import mlflow


class Hinted(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: list[str], params: Optional[Dict[str, Any]] = None) -> List[str]:
        return [text[::-1] for text in model_input]


mlflow.models.set_model(Hinted())
