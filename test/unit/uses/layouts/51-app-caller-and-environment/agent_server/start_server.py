from mlflow.genai.agent_server import AgentServer

import agent_server.agent  # noqa: F401

server = AgentServer("ResponsesAgent")
app = server.app

if __name__ == "__main__":
    server.run(app_import_string="agent_server.start_server:app")
