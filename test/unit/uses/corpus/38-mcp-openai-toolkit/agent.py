import json

import mlflow
from databricks_openai import DatabricksOpenAI, McpServerToolkit

CATALOG, SCHEMA = "main", "fleet"

toolkits = [
    McpServerToolkit.from_uc_function(catalog=CATALOG, schema=SCHEMA, function_name="locate_truck"),
    McpServerToolkit.from_vector_search(CATALOG, SCHEMA, "repair_notes_index", name="notes"),
    McpServerToolkit(url="https://dbc-1a2b3c4d-5e6f.cloud.databricks.com/api/2.0/mcp/external/maps_conn", name="maps"),
]
tools = [tool for toolkit in toolkits for tool in toolkit.get_tools()]
by_name = {tool.name: tool for tool in tools}
client = DatabricksOpenAI()


class FleetModel(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        messages = list(model_input["messages"])
        for _ in range(5):
            out = client.chat.completions.create(
                model="databricks-gpt-5-1", messages=messages, tools=[t.spec for t in tools]
            )
            message = out.choices[0].message
            if not message.tool_calls:
                return message.content
            messages.append(message.to_dict())
            for call in message.tool_calls:
                result = by_name[call.function.name].execute(**json.loads(call.function.arguments))
                messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
        return "too many steps"


mlflow.models.set_model(FleetModel())
