import mlflow
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from langgraph_supervisor import create_supervisor

from conf import settings

chat = settings.models["chat"]
rooms = [GenieAgent(genie_space_id=space, genie_agent_name=name) for name, space in settings.rooms.items()]
supervisor = create_supervisor(rooms, model=ChatDatabricks(**chat.model_dump()))
mlflow.models.set_model(supervisor.compile())
