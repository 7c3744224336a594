from agent_server import agent  # noqa: F401
from mlflow.genai.agent_server import AgentServer

server = AgentServer("ResponsesAgent", enable_chat_proxy=False)
app = server.app

if __name__ == "__main__":
    server.run(app_import_string="start_server:app")
