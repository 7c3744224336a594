import mlflow
from langchain_core import runnables

config = mlflow.models.ModelConfig(development_config={"greeting": "never used"})
step = runnables.RunnableLambda(lambda row: f"{config.get('greeting')} {row['name']}")

mlflow.models.set_model(model=step)
