import base64
import json

import httpx
import mlflow
from databricks.sdk import WorkspaceClient
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse
from openai import OpenAI

HOLIDAYS = "https://date.nager.example/api/v3/PublicHolidays"
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "holidays",
            "description": "Public holidays of a country in a year",
            "parameters": {
                "type": "object",
                "properties": {"year": {"type": "integer"}, "country": {"type": "string"}},
                "required": ["year", "country"],
            },
        },
    }
]


def secret(scope: str, key: str) -> str:
    value = WorkspaceClient().secrets.get_secret(scope, key).value
    return base64.b64decode(value).decode()


def holidays(year: int, country: str) -> list[dict]:
    return httpx.get(f"{HOLIDAYS}/{year}/{country}", timeout=10).json()


class HolidayAgent(ResponsesAgent):
    def __init__(self):
        self.openai = OpenAI(api_key=secret("agents", "openai"), base_url="https://api.openai.com/v1")
        self.me = WorkspaceClient().current_user.me().user_name

    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        messages = [{"role": "system", "content": f"You run as {self.me}."}]
        messages += [{"role": m.role, "content": m.content} for m in request.input]
        for _ in range(4):
            reply = self.openai.chat.completions.create(
                model="gpt-4o-mini", messages=messages, tools=TOOLS
            ).choices[0].message
            if not reply.tool_calls:
                break
            messages.append(reply.model_dump(exclude_none=True))
            for call in reply.tool_calls:
                found = holidays(**json.loads(call.function.arguments))
                messages.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps(found)})
        return ResponsesAgentResponse(
            output=[self.create_text_output_item(text=reply.content or "", id="holiday")]
        )


mlflow.models.set_model(HolidayAgent())
