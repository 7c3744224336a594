import importlib
import json
import pkgutil

import mlflow
from databricks_openai import DatabricksOpenAI
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

import skills

ENABLED = ("orders", "knowledge")
MODULES = {name: importlib.import_module(f"skills.{name}") for name in ENABLED}
KNOWN = [m.name for m in pkgutil.iter_modules(skills.__path__)]


class SkillAgent(ResponsesAgent):
    def __init__(self):
        self.client = DatabricksOpenAI()
        self.specs = [getattr(module, "SPEC") for module in MODULES.values()]

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [i.model_dump() for i in request.input]
        while True:
            reply = self.client.chat.completions.create(
                model=skills.MODEL, messages=messages, tools=self.specs
            ).choices[0].message
            if not reply.tool_calls:
                return ResponsesAgentResponse(output=[self.create_text_output_item(reply.content, "s")])
            messages.append(reply.model_dump(exclude_none=True))
            for call in reply.tool_calls:
                run = getattr(MODULES[call.function.name], "run")
                messages.append(
                    {"role": "tool", "tool_call_id": call.id, "content": run(**json.loads(call.function.arguments))}
                )


mlflow.models.set_model(SkillAgent())
