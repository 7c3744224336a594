import os

import mlflow
from langchain_core.runnables import RunnableLambda

try:
    from matrix_extra import EXTRA
except ImportError:
    EXTRA = "no code paths"
try:
    CONFIG = mlflow.models.ModelConfig()
    GREETING = f"{CONFIG.get('greeting')} {CONFIG.get('limits')}"
except FileNotFoundError:
    GREETING = "no configuration"


def answer(row):
    return " | ".join(map(str, [row, EXTRA, GREETING, os.environ.get("MATRIX_API_KEY")]))


mlflow.models.set_model(RunnableLambda(answer) | RunnableLambda(str.upper))
