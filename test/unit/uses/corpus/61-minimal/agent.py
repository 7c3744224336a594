import mlflow
from databricks_langchain import ChatDatabricks

mlflow.models.set_model(ChatDatabricks(endpoint="databricks-claude-haiku-4-5"))
