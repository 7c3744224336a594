import mlflow

from bot.agent import ExpenseAgent

mlflow.models.set_model(ExpenseAgent())
