#: requirements: mlflow, haystack-ai
import mlflow
from haystack import Pipeline

mlflow.models.set_model(Pipeline())
