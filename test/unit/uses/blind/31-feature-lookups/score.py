"""Entry point; logged with code_paths=["risk"]."""
import mlflow

from risk import RiskService

mlflow.models.set_model(RiskService.default())
