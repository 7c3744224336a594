import agent_server.agent  # noqa: F401  registers the handlers
from mlflow.genai.agent_server import AgentServer, setup_mlflow_git_based_version_tracking

server = AgentServer("ResponsesAgent", enable_chat_proxy=True)
app = server.app
setup_mlflow_git_based_version_tracking()


def main():
    server.run(app_import_string="agent_server.start_server:app")
