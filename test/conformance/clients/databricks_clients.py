"""Databricks' own packages for agents: each public class that reading knows. Arguments: result file, a word that makes names unique."""

import asyncio
import json
import os
import pathlib
import sys
from importlib.metadata import version

import mlflow
from cases import Client
from databricks.ai_search.client import AISearchClient
from databricks.ai_search.reranker import DatabricksReranker
from databricks.sdk import WorkspaceClient
from databricks.vector_search.client import VectorSearchClient

word = sys.argv[2]
host = os.environ["DATABRICKS_HOST"]
token = os.environ["DATABRICKS_TOKEN"]
index = "main.kb.docs_index"
place = "local-vector-search"
question = "How can I return goods for a refund?"
chat = "databricks-claude-sonnet-4"
embedder = "databricks-gte-large-en"
principal = {
    "service_principal_client_id": os.environ["TEST_CLIENT_ID"],
    "service_principal_client_secret": os.environ["TEST_CLIENT_SECRET"],
}
w = WorkspaceClient()
# Nothing here has an experiment that its traces could go to.
mlflow.tracing.disable()
space = w.genie.list_spaces().spaces[0].space_id
of = None


def client(package):
    """Cases from here on are of this package."""
    global of
    of = Client(f"{package} {version(package)}")


def first(answer):
    return [answer["result"]["row_count"], answer["result"]["data_array"][0][:2]]


def indexes(made):
    """The same calls for the client of either name."""
    search = of.call("get_index", lambda: made.get_index(index_name=index), lambda i: i.describe()["status"]["detailed_state"], "ONLINE_NO_PENDING_UPDATE")
    of.call("get_index of its endpoint", lambda: made.get_index(place, index), lambda i: i.name, index)
    of.refused("get_index of another endpoint", lambda: made.get_index("other", index), "RESOURCE_DOES_NOT_EXIST")
    of.call("index_exists", lambda: [made.index_exists(index_name=i) for i in (index, "main.kb.none")], equals=[True, False])
    of.call("list_indexes", lambda: [i["name"] for i in made.list_indexes(place)["vector_indexes"]], equals=[index])
    of.call("list_endpoints", lambda: [e["name"] for e in made.list_endpoints()["endpoints"]], equals=[place])
    of.call("get_endpoint", lambda: made.get_endpoint(place)["endpoint_status"]["state"], equals="ONLINE")

    def ask(**more):
        return search.similarity_search(columns=["id", "title"], query_text=question, num_results=2, disable_notice=True, **more)

    of.call("similarity_search", lambda: first(ask()), equals=[2, [1, "Returning goods"]])
    of.call("similarity_search, hybrid, filtered", lambda: first(ask(query_type="HYBRID", filters={"id >=": 2, "title NOT": "Warranty"}))[0], equals=2)
    of.call("similarity_search with a reranker", lambda: first(ask(reranker=DatabricksReranker(columns_to_rerank=["text"]))), equals=[2, [1, "Returning goods"]])
    of.refused("similarity_search sorted", lambda: ask(sort_columns=["title ASC"]), "INVALID_PARAMETER_VALUE")
    of.call("scan", lambda: search.scan(num_results=3), lambda s: [len(s["data"]), s["last_primary_key"]], [3, "3"])
    of.call("wait_until_ready", lambda: search.wait_until_ready(), equals=None)
    of.call("sync", lambda: search.sync(), lambda _: True, True)


def ai_search():
    client("databricks-ai-search")
    indexes(AISearchClient(workspace_url=host, personal_access_token=token, disable_notice=True))
    apart = AISearchClient(workspace_url=host, disable_notice=True, **principal)
    of.call("similarity_search as a service principal", lambda: first(apart.get_index(index_name=index).similarity_search(columns=["id", "title"], query_text=question)), equals=[5, [1, "Returning goods"]])

    async def later():
        async with apart.get_async_index(index_name=index) as search:
            found = await search.similarity_search(columns=["id", "title"], query_text=question, num_results=2)
            return [first(found), len((await search.scan(num_results=3))["data"])]

    of.call("get_async_index", lambda: asyncio.run(later()), equals=[[2, [1, "Returning goods"]], 3])


def vector_search():
    client("databricks-vectorsearch")
    indexes(VectorSearchClient(workspace_url=host, personal_access_token=token, disable_notice=True))


def langchain():
    from databricks_langchain import (
        ChatDatabricks,
        DatabricksEmbeddings,
        DatabricksFunctionClient,
        DatabricksMCPServer,
        DatabricksMultiServerMCPClient,
        DatabricksVectorSearch,
        GenieAgent,
        UCFunctionToolkit,
        VectorSearchRetrieverTool,
    )

    client("databricks-langchain")
    args = {"workspace_url": host, "personal_access_token": token}
    store = of.call("DatabricksVectorSearch", lambda: DatabricksVectorSearch(index_name=index, client_args=args), lambda s: True, True)
    of.call("DatabricksVectorSearch.similarity_search", lambda: store.similarity_search(question, k=2), lambda d: [len(d), d[0].page_content[:24]], [2, "Goods can be returned wi"])
    of.call("DatabricksVectorSearch.as_retriever", lambda: store.as_retriever(search_kwargs={"k": 1}).invoke(question)[0].metadata["id"], equals=1)
    of.call("DatabricksVectorSearch.asimilarity_search", lambda: len(asyncio.run(store.asimilarity_search(question, k=3))), equals=3)
    tool = of.call("VectorSearchRetrieverTool", lambda: VectorSearchRetrieverTool(index_name=index, num_results=2, workspace_client=w), lambda t: sorted(r.name for r in t.resources), [embedder, index])
    of.call("VectorSearchRetrieverTool.invoke", lambda: "Goods can be returned" in str(tool.invoke(question)), equals=True)
    of.call("VectorSearchRetrieverTool, hybrid, filtered", lambda: "warranty" in str(VectorSearchRetrieverTool(index_name=index, query_type="HYBRID", filters={"id": [3]}, workspace_client=w).invoke(question)), equals=True)
    of.call("VectorSearchRetrieverTool, dynamic_filter", lambda: "warranty" in str(VectorSearchRetrieverTool(index_name=index, dynamic_filter=True, workspace_client=w).invoke({"query": question, "filters": [{"key": "id", "value": 3}]})), equals=True)
    of.call("ChatDatabricks.invoke", lambda: ChatDatabricks(endpoint=chat).invoke("Say one").content != "", equals=True)
    of.call("ChatDatabricks.stream", lambda: "".join(str(c.content) for c in ChatDatabricks(endpoint=chat).stream("Say one")) != "", equals=True)
    of.call("ChatDatabricks.bind_tools", lambda: ChatDatabricks(endpoint=chat).bind_tools([tool]).invoke("Search: " + question), lambda m: m.type, "ai")
    of.call("ChatDatabricks(use_responses_api)", lambda: ChatDatabricks(endpoint=chat, use_responses_api=True).invoke("Say one"), lambda m: m.type, "ai")
    of.call("DatabricksEmbeddings.embed_query", lambda: len(DatabricksEmbeddings(endpoint=embedder).embed_query("x")), equals=1024)
    # By default it runs functions over Spark Connect, which the local workspace has not.
    functions = DatabricksFunctionClient(client=w, execution_mode="local")
    of.call("UCFunctionToolkit", lambda: UCFunctionToolkit(function_names=["main.tools.days_between"], client=functions).tools[0].invoke({"start": "2026-01-01", "finish": "2026-01-31"}), lambda text: str(json.loads(text)["value"]), "30")
    of.call("GenieAgent", lambda: GenieAgent(space, "genie").invoke({"messages": [{"role": "user", "content": "What is the total of all orders?"}]}), lambda a: a["messages"][-1].type, "ai")

    async def tools():
        servers = [DatabricksMCPServer.from_uc_function(name="functions", catalog="main", schema="tools", workspace_client=w), DatabricksMCPServer.from_vector_search(name="docs", catalog="main", schema="kb", workspace_client=w)]
        return sorted(t.name for t in await DatabricksMultiServerMCPClient(servers).get_tools())

    of.call("DatabricksMultiServerMCPClient.get_tools", lambda: asyncio.run(tools()), lambda names: len(names) > 2, True)


def openai():
    from databricks_openai import AsyncDatabricksOpenAI, DatabricksFunctionClient, DatabricksOpenAI, McpServerToolkit, UCFunctionToolkit, VectorSearchRetrieverTool

    client("databricks-openai")
    tool = of.call("VectorSearchRetrieverTool", lambda: VectorSearchRetrieverTool(index_name=index, num_results=2, workspace_client=w), lambda t: t.tool["function"]["name"], "main__kb__docs_index")
    of.call("VectorSearchRetrieverTool.execute", lambda: tool.execute(question), lambda d: [len(d), d[0]["page_content"][:24]], [2, "Goods can be returned wi"])
    messages = [{"role": "user", "content": "Say one"}]
    made = DatabricksOpenAI(workspace_client=w)
    of.call("DatabricksOpenAI.chat.completions", lambda: made.chat.completions.create(model=chat, messages=messages, tools=[tool.tool]).choices[0].message.role, equals="assistant")
    of.call("DatabricksOpenAI.embeddings", lambda: len(made.embeddings.create(model=embedder, input="x").data[0].embedding), equals=1024)
    of.call("DatabricksOpenAI.responses", lambda: made.responses.create(model=chat, input="Say one").output_text != "", equals=True)

    async def later():
        answer = await AsyncDatabricksOpenAI(workspace_client=w).chat.completions.create(model=chat, messages=messages)
        return answer.choices[0].message.role

    of.call("AsyncDatabricksOpenAI.chat.completions", lambda: asyncio.run(later()), equals="assistant")
    functions = DatabricksFunctionClient(client=w, execution_mode="local")
    of.call("UCFunctionToolkit", lambda: UCFunctionToolkit(function_names=["main.tools.order_total"], client=functions).tools[0]["function"]["name"], equals="main__tools__order_total")
    toolkit = McpServerToolkit.from_uc_function("main", "tools", "days_between", workspace_client=w)
    of.call("McpServerToolkit.get_tools", lambda: toolkit.get_tools()[0].execute(start="2026-01-01", finish="2026-01-31"), lambda text: "30" in str(text), True)


def bridge():
    from databricks_ai_bridge.genie import Genie

    client("databricks-ai-bridge")
    genie = Genie(space, client=w)
    asked = of.call("Genie.ask_question", lambda: genie.ask_question("What is the total of all orders?"), lambda r: r.conversation_id is not None, True)
    of.call("Genie.ask_question in its conversation", lambda: genie.ask_question("And of Ada?", conversation_id=asked.conversation_id).conversation_id == asked.conversation_id, equals=True)


def mcp():
    from databricks_mcp import DatabricksMCPClient

    client("databricks-mcp")

    def at(path):
        return DatabricksMCPClient(server_url=f"{host}/api/2.0/mcp/{path}", workspace_client=w)

    of.call("list_tools of functions", lambda: sorted(t.name for t in at("functions/main/tools").list_tools()), equals=["main__tools__days_between", "main__tools__find_docs", "main__tools__order_total"])
    of.call("call_tool of a function", lambda: at("functions/main/tools").call_tool("main__tools__days_between", {"start": "2026-01-01", "finish": "2026-01-31"}).content[0].text, lambda t: "30" in t, True)
    of.call("list_tools of an index", lambda: [t.name for t in at("vector-search/main/kb").list_tools()], equals=["main__kb__docs_index"])
    of.call("call_tool of an index", lambda: at("vector-search/main/kb").call_tool("main__kb__docs_index", {"query": question}).content[0].text, lambda t: "Returning goods" in t, True)
    of.call("list_tools of a space", lambda: len(at(f"genie/{space}").list_tools()) > 0, equals=True)
    of.call("get_databricks_resources", lambda: [r.name for r in at("vector-search/main/kb").get_databricks_resources()], equals=[index])


def served():
    """The retriever tool with the credentials that Model Serving hands to an agent: what its model declares, nothing else."""
    from datetime import timedelta

    from databricks.sdk.service.serving import EndpointCoreConfigInput, ServedEntityInput
    from mlflow.deployments import get_deploy_client
    from mlflow.models.resources import DatabricksServingEndpoint, DatabricksVectorSearchIndex
    from models import register

    # What is here works together: MLflow's own look whether it can be installed takes half a minute, and pip.
    os.environ["MLFLOW_SKIP_PIP_REQUIREMENTS_CHECK"] = "true"
    # While MLflow logs with tracing disabled from outside, it waits for itself.
    mlflow.tracing.enable()
    client("databricks-langchain")
    of.name += ": served"
    endpoint = f"{word}-retriever"
    wanted = [DatabricksVectorSearchIndex(index), DatabricksServingEndpoint(embedder)]
    # What is here works together; what a resolver finds for the package alone need not.
    pins = (pathlib.Path(__file__).parents[1] / "environments/databricks-clients.lock.txt").read_text().splitlines()

    def entity(resources):
        made = register(f"main.agents.{word}_retriever", "", agent="retriever.py", pip_requirements=pins, resources=resources)
        return ServedEntityInput(name="a", entity_name=made.name, entity_version=str(made.version), workload_size="Small", scale_to_zero_enabled=False)

    def answers():
        return get_deploy_client("databricks").predict(endpoint=endpoint, inputs={"inputs": [question]})["predictions"][0]

    first_one = entity(wanted)
    of.call("an endpoint", lambda: w.serving_endpoints.create_and_wait(endpoint, config=EndpointCoreConfigInput(name=endpoint, served_entities=[first_one]), timeout=timedelta(minutes=8)).state.ready.value, equals="READY")
    of.call("VectorSearchRetrieverTool in it", lambda: "Goods can be returned" in answers(), equals=True)
    without = entity(wanted[:1])
    of.call("an agent that does not declare the embedding endpoint", lambda: w.serving_endpoints.update_config_and_wait(endpoint, served_entities=[without]).state.ready.value, equals="READY")

    def refused():
        try:
            return answers()
        except Exception as problem:
            return embedder in str(problem) and "does not declare it" in str(problem)

    of.call("is refused, and told which", refused, equals=True)
    of.call("ended", lambda: w.serving_endpoints.delete(endpoint), equals=None)


{"served": served, "ai_search": ai_search, "vector_search": vector_search, "langchain": langchain, "openai": openai, "bridge": bridge, "mcp": mcp}[os.environ["TEST_PACKAGE"]]()
