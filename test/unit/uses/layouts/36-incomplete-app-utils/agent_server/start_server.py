import agent_server.agent  # noqa: F401
from mlflow.genai.agent_server import AgentServer

server = AgentServer("ResponsesAgent")
app = server.app


def main():
    server.run(app_import_string="agent_server.start_server:app")
