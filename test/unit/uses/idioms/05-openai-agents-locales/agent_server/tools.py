from agents import function_tool
from databricks.sdk import WorkspaceClient
from databricks_openai import AsyncDatabricksOpenAI
from mlflow.genai.agent_server import get_request_headers

PARTNER = "apps/hotel-concierge"
partner = AsyncDatabricksOpenAI()


@function_tool
async def my_bookings(text: str) -> str:
    """Search the traveller's own bookings."""
    token = get_request_headers().get("x-forwarded-access-token")
    workspace = WorkspaceClient(token=token, auth_type="pat")
    found = workspace.vector_search_indexes.query_index(
        index_name="travel.crm.bookings_index",
        columns=["booking_id", "summary"],
        query_text=text,
        num_results=3,
    )
    return str(found.result.data_array)


@function_tool(name_override="ask_hotels")
async def hotels(question: str) -> str:
    """Ask the concierge of our hotels."""
    answer = await partner.responses.create(
        model=PARTNER, input=[{"role": "user", "content": question}]
    )
    return answer.output_text


@function_tool
async def lost_luggage(tag: str) -> str:
    """Not offered yet."""
    answer = await partner.responses.create(model="apps/luggage-tracker", input=tag)
    return answer.output_text
