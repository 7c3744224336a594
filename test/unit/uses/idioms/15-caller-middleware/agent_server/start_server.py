from mlflow.genai.agent_server import AgentServer

import agent_server.agent  # noqa: F401
from agent_server.identity import CallerMiddleware

server = AgentServer("ResponsesAgent")
app = server.app
app.add_middleware(CallerMiddleware)

if __name__ == "__main__":
    server.run(app_import_string="agent_server.start_server:app")
