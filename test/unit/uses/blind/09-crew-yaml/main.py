import mlflow
from mlflow.pyfunc import PythonModel

from crew.market import MarketCrew


class CrewModel(PythonModel):
    def predict(self, context, model_input, params=None):
        results = []
        for row in model_input.to_dict("records") if hasattr(model_input, "to_dict") else model_input:
            results.append(MarketCrew().crew().kickoff(inputs={"topic": row["topic"]}).raw)
        return results


mlflow.models.set_model(CrewModel())
