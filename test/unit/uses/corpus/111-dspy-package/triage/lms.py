import dspy
import mlflow

config = mlflow.models.ModelConfig(development_config="triage/config.yml")
MODELS = config.get("models")


def lm(role: str, **kwargs) -> dspy.LM:
    return dspy.LM(model=MODELS[role], cache=False, **kwargs)
