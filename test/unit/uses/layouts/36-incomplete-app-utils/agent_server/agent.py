import logging

import mlflow
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.genai.agent_server import invoke
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse

try:
    from agent_server.tools import run_tool, tool_specs
except ImportError:
    logging.exception("run `make tools` first")
    raise

mlflow.openai.autolog()
client = AsyncDatabricksOpenAI()


@invoke()
async def respond(request: ResponsesAgentRequest) -> ResponsesAgentResponse:
    messages = [{"role": i.role, "content": i.content} for i in request.input]
    while True:
        completion = await client.chat.completions.create(
            model="databricks-claude-sonnet-4-5", messages=messages, tools=tool_specs()
        )
        message = completion.choices[0].message
        messages.append(message.to_dict())
        if not message.tool_calls:
            break
        for call in message.tool_calls:
            output = await run_tool(call.function.name, call.function.arguments)
            messages.append({"role": "tool", "tool_call_id": call.id, "content": output})
    return ResponsesAgentResponse(
        output=[
            {
                "type": "message",
                "id": completion.id,
                "role": "assistant",
                "content": [{"type": "output_text", "text": message.content, "annotations": []}],
            }
        ]
    )
