import mlflow
from databricks.sdk import WorkspaceClient
from databricks_langchain import ChatDatabricks, GenieAgent, UCFunctionToolkit
from langgraph_supervisor import create_supervisor
from mlflow.models import ModelConfig

cfg = ModelConfig(development_config="dev.yml").to_dict()
CATALOG = cfg["catalog"]

client = WorkspaceClient()
workers = []
for name, space in cfg["genie"].items():
    worker = GenieAgent(genie_space_id=space, genie_agent_name=name, client=client)
    worker.name = f"{name}_genie"
    workers.append(worker)

tools = UCFunctionToolkit(function_names=[f"{CATALOG}.common.fx_rate"]).tools
llm = ChatDatabricks(model=cfg["llm"]["endpoint"])

supervisor = create_supervisor(workers, model=llm, tools=tools, prompt="Ask the right space.").compile()
mlflow.models.set_model(supervisor)
