import { expect, test } from "vitest";
import { planPackage } from "../../../provider/modelPackage/index.js";
import { readUses } from "../../../provider/uses/index.js";
import { folderWith, source } from "../../conformance/folder.js";

/** What an agent uses, each as `kind name` with `@user` where it is used as the user, and `kind ?` for what cannot be told. */
async function used(
  code: string,
  files: Record<string, string> = {},
  environment: Record<string, string> = {},
  modelConfig?: Record<string, string>,
): Promise<string[]> {
  const tail = code.includes("set_model") ? "" : "\nimport mlflow as _m\n_m.models.set_model(object())\n";
  const codePaths = [...new Set(Object.keys(files).map((name) => name.split("/")[0] ?? name))].filter(
    (name) => !/\.(?:ya?ml|json)$/.test(name),
  );
  const folder = await folderWith({ "agent.py": code + tail, ...files });
  const { reading } = await planPackage(
    source({ codePaths, ...(modelConfig === undefined ? {} : { modelConfig }) }),
    folder,
  );
  if (reading === undefined) throw new Error("nothing was read");
  const { uses, unresolved } = readUses(reading, { environment });
  return [
    ...uses.map(({ kind, name, onBehalfOfUser }) => `${kind} ${name}${onBehalfOfUser ? " @user" : ""}`),
    ...unresolved.map(({ kinds }) => `${kinds.join()} ?`),
  ];
}

const chat = "from databricks_langchain import ChatDatabricks\n";
const c = (expression: string) => `ChatDatabricks(endpoint=${expression})\n`;

const rows: [name: string, code: string, expected: string[]][] = [
  [
    "correlated branches",
    `import os\n${chat}if os.environ["E"] == "prod":\n    a, b = "p1", "p2"\nelse:\n    a, b = "d1", "d2"\n${c('f"{a}-{b}"')}`,
    ["servingEndpoint p1-p2", "servingEndpoint d1-d2"],
  ],
  [
    "two conditions alike",
    `import os\n${chat}P = os.getenv("E", "dev") == "prod"\na = "x" if P else "y"\nb = "1" if P else "2"\n${c('a + "-" + b')}`,
    ["servingEndpoint x-1", "servingEndpoint y-2"],
  ],
  [
    "a fallback by or",
    `import os\n${chat}${c('os.getenv("LLM") or "databricks-a"')}`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "a fallback by if",
    `import os\n${chat}e = os.environ.get("LLM")\nif not e:\n    e = "databricks-a"\n${c("e")}`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "a fallback by is None",
    `import os\n${chat}def f(e=None):\n    if e is None:\n        e = os.getenv("LLM", "databricks-b")\n    return ChatDatabricks(model=e)\nf()\nf("databricks-c")`,
    ["servingEndpoint databricks-b", "servingEndpoint databricks-c"],
  ],
  [
    "a notebook's own session, as it is there and as it is imported",
    'a = spark.table("main.a.one").limit(1)\nb = spark.sql("select * from main.a.two")\nfrom databricks.sdk.runtime import spark as s\nc = s.table("main.a.three")',
    ["table main.a.one", "table main.a.two", "table main.a.three"],
  ],
  [
    "repeated and zipped",
    `${chat}import itertools\nfor a, b in zip(["x", "y"], itertools.repeat("1")):\n    ${c('f"{a}-{b}"')}for d, e in zip(itertools.cycle(["p"]), ["q"]):\n    ${c("d + e")}`,
    ["servingEndpoint x-1", "servingEndpoint y-1", "servingEndpoint pq"],
  ],
  [
    "a look-up that may find nothing",
    [
      `import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\n${chat}`,
      `def a(x):\n    return ${c('"a"')}KNOWN = {"a": a}\n`,
      "class Agent(ResponsesAgent):\n    def predict(self, request):\n",
      "        if handler := KNOWN.get(request.name):\n            return handler(request)\n",
      `        return ${c('"other"')}mlflow.models.set_model(Agent())\n`,
    ].join(""),
    ["servingEndpoint a", "servingEndpoint other"],
  ],
  ["no default", `import os\n${chat}${c('os.environ["LLM"]')}`, ["servingEndpoint ?"]],
  [
    "lists that grow",
    `${chat}names = []\nfor n in ("a", "b"):\n    names.append("databricks-" + n)\nnames += ["databricks-c"]\nmodels = {n: ChatDatabricks(model=n) for n in names}`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b", "servingEndpoint databricks-c"],
  ],
  [
    "walrus, slices and methods",
    `${chat}if (x := "endpoints:/databricks-a".removeprefix("endpoints:/")):\n    ${c("x.strip().lower()")}y = "main.a.b.c".split(".")[0:2]\n${c('"-".join(y)')}`,
    ["servingEndpoint databricks-a", "servingEndpoint main-a"],
  ],
  [
    "match",
    `import os\n${chat}match os.environ["E"]:\n    case "prod":\n        n = "p"\n    case "dev" | "test":\n        n = "d"\n    case _:\n        n = "o"\n${c('"m-" + n')}`,
    ["servingEndpoint m-p", "servingEndpoint m-d", "servingEndpoint m-o"],
  ],
  [
    "match on what is known",
    `${chat}E = "prod"\nmatch E:\n    case "prod":\n        n = "p"\n    case _:\n        n = "o"\n${c("n")}`,
    ["servingEndpoint p"],
  ],
  [
    "a constant switch",
    `${chat}USE = False\nif USE:\n    ${c('"no"')}\nelse:\n    ${c('"yes"')}`,
    ["servingEndpoint yes"],
  ],
  [
    "early return",
    `import os\n${chat}def name():\n    if os.environ["E"] == "prod":\n        return "p"\n    return "d"\n${c("name()")}`,
    ["servingEndpoint p", "servingEndpoint d"],
  ],
  [
    "code that is never run",
    `${chat}from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    ${c('"a"')}\ndef helper():\n    return ${c('"b"')}\nclass Unused:\n    x = ${c('"c"')}    def m(self):\n        return ${c('"d"')}\nif __name__ == "__main__":\n    ${c('"e"')}`,
    ["servingEndpoint c"],
  ],
  [
    "nested defaults",
    `${chat}from dataclasses import dataclass, field\n@dataclass\nclass L:\n    name: str = "databricks-a"\n@dataclass\nclass S:\n    llm: L = field(default_factory=L)\n    names: list = field(default_factory=lambda: ["databricks-b"])\ns = S()\n${c("s.llm.name")}${c("s.names[0]")}${c('S(llm=L("databricks-c")).llm.name')}`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b", "servingEndpoint databricks-c"],
  ],
  [
    "settings with nested models",
    `${chat}from pydantic import BaseModel, Field\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nclass L(BaseModel):\n    endpoint: str = "databricks-a"\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="APP_")\n    llm: L = L()\n    big: str = Field("databricks-b", alias="BIG")\n    must: str\ns = S()\n${c("s.llm.endpoint")}${c("s.big")}${c("s.must")}`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b", "servingEndpoint ?"],
  ],
  [
    "mapping into a model",
    `${chat}from pydantic import BaseModel\nclass L(BaseModel):\n    endpoint: str\n    small: str = "databricks-s"\nclass S(BaseModel):\n    llm: L\n    more: list[L] = []\ns = S(**{"llm": {"endpoint": "databricks-a"}, "more": [{"endpoint": "databricks-b"}]})\n${c("s.llm.endpoint")}${c("s.llm.small")}for m in s.more:\n    ${c("m.endpoint")}`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-s", "servingEndpoint databricks-b"],
  ],
  [
    "enum members",
    `${chat}from enum import Enum\nclass M(str, Enum):\n    A = "databricks-a"\n    B = "databricks-b"\n${c("M.A")}${c("M.B.value")}for m in M:\n    ${c('f"x-{m.value}"')}`,
    [
      "servingEndpoint databricks-a",
      "servingEndpoint databricks-b",
      "servingEndpoint x-databricks-a",
      "servingEndpoint x-databricks-b",
    ],
  ],
  [
    "class attributes, super and properties",
    `${chat}class B:\n    NAME = "databricks-a"\n    def __init__(self, suffix=""):\n        self.suffix = suffix\n    @property\n    def name(self):\n        return self.NAME + self.suffix\n    def llm(self):\n        return ChatDatabricks(model=self.name)\nclass D(B):\n    NAME = "databricks-d"\n    def __init__(self):\n        super().__init__("-x")\nD().llm()\nB().llm()`,
    ["servingEndpoint databricks-d-x", "servingEndpoint databricks-a"],
  ],
  [
    "a subclass of the library's class",
    `${chat}class Mine(ChatDatabricks):\n    def __init__(self, **kw):\n        kw.setdefault("model", "databricks-a")\n        super().__init__(**kw)\nMine()\nMine(model="databricks-b")`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b"],
  ],
  [
    "keyword dictionaries",
    `${chat}base = {"temperature": 0}\nargs = {**base, "endpoint": "databricks-a"}\nChatDatabricks(**args)\nChatDatabricks(**dict(base, model="databricks-b"))\nChatDatabricks(**(base | {"model": "databricks-c"}))`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b", "servingEndpoint databricks-c"],
  ],
  [
    "a singleton of a module",
    `${chat}_llm = None\ndef get():\n    global _llm\n    if _llm is None:\n        _llm = ${c('"databricks-a"')}    return _llm\nget()\nget()`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "a registry of factories",
    `import os\n${chat}R = {}\ndef register(n):\n    def deco(f):\n        R[n] = f\n        return f\n    return deco\n@register("a")\ndef a():\n    return ${c('"databricks-a"')}@register("b")\ndef b():\n    return ${c('"databricks-b"')}R[os.environ["K"]]()`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b"],
  ],
  [
    "tools that are given and not",
    `${chat}from langchain_core.tools import tool\nfrom langgraph.prebuilt import create_react_agent\n@tool\ndef a(q: str):\n    return ${c('"databricks-a"')}@tool\ndef b(q: str):\n    return ${c('"databricks-b"')}agent = create_react_agent(${c('"databricks-m"').trim()}, tools=[a])\nimport mlflow\nmlflow.models.set_model(agent)`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-m"],
  ],
  [
    "nodes of a graph",
    `${chat}from langgraph.graph import StateGraph\nimport mlflow\ndef node(state):\n    return {"x": ${c('"databricks-n"').trim()}.invoke(state)}\ndef route(state):\n    return ${c('"databricks-r"').trim()}.invoke(1)\ng = StateGraph(dict)\ng.add_node("n", node)\ng.add_conditional_edges("n", route)\nmlflow.models.set_model(g.compile())`,
    ["servingEndpoint databricks-n", "servingEndpoint databricks-r"],
  ],
  [
    "vendors",
    `from openai import OpenAI, AzureOpenAI\nfrom langchain_openai import ChatOpenAI\nfrom langchain_anthropic import ChatAnthropic\nimport litellm, dspy\nOpenAI().chat.completions.create(model="gpt-4o")\nOpenAI(base_url="https://api.groq.com/v1").responses.create(model="x")\nAzureOpenAI(azure_endpoint="https://a.openai.azure.com").chat.completions.create(model="y")\nChatOpenAI(model="gpt-4o")\nChatAnthropic(model="claude")\nlitellm.completion(model="anthropic/claude")\ndspy.LM("openai/gpt-4o")`,
    [],
  ],
  [
    "the OpenAI client in its forms",
    `import os\nfrom openai import OpenAI, AsyncOpenAI\nfrom databricks.sdk import WorkspaceClient\nw = WorkspaceClient()\na = OpenAI(api_key="x", base_url=os.environ["DATABRICKS_HOST"] + "/serving-endpoints")\na.chat.completions.create(model="m1", messages=[])\na.with_options(timeout=3).embeddings.create(model="m2", input="")\nb = w.serving_endpoints.get_open_ai_client()\nb.responses.create(model="m3", input="")\nwith b.chat.completions.with_streaming_response.create(model="m4") as r:\n    pass\nb.beta.chat.completions.parse(model="m5", messages=[])\nAsyncOpenAI(base_url=f"{w.config.host}/ai-gateway/mlflow/v1").chat.completions.create(model="m6")`,
    [
      "servingEndpoint m1",
      "servingEndpoint m2",
      "servingEndpoint m3",
      "servingEndpoint m4",
      "servingEndpoint m5",
      "servingEndpoint m6",
    ],
  ],
  [
    "as the user",
    `from databricks.sdk import WorkspaceClient\nfrom databricks_ai_bridge import ModelServingUserCredentials\nfrom databricks_langchain import VectorSearchRetrieverTool, ChatDatabricks, UCFunctionToolkit, DatabricksEmbeddings\nfrom databricks_langchain.genie import GenieAgent\nimport mlflow\nclass A(mlflow.pyfunc.ChatAgent):\n    def predict(self, messages, context=None, custom_inputs=None):\n        u = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())\n        VectorSearchRetrieverTool(index_name="a.b.c", workspace_client=u)\n        VectorSearchRetrieverTool(index_name="a.b.d", embedding=DatabricksEmbeddings(endpoint="e"))\n        GenieAgent(genie_space_id="g1", client=u)\n        u.statement_execution.execute_statement("SELECT * FROM a.b.t", "wh1")\n        u.serving_endpoints.query("q")\n        ChatDatabricks(model="m")\nmlflow.models.set_model(A())`,
    [
      "vectorSearchIndex a.b.c @user",
      "vectorSearchIndex a.b.d",
      "servingEndpoint e",
      "genieSpace g1 @user",
      "sqlWarehouse wh1 @user",
      "table a.b.t @user",
      "servingEndpoint q @user",
      "servingEndpoint m",
    ],
  ],
  [
    "the token of a header",
    `import requests, mlflow\nfrom databricks.sdk import WorkspaceClient\nfrom mlflow.genai.agent_server import get_request_headers, invoke\n@invoke()\ndef answer(request):\n    token = get_request_headers().get("x-forwarded-access-token")\n    w = WorkspaceClient(token=token, auth_type="pat")\n    w.genie.start_conversation("g1", "hi")\n    requests.post("https://h/api/2.0/genie/spaces/g2/start-conversation", headers={"Authorization": f"Bearer {token}"})`,
    ["genieSpace g1 @user", "genieSpace g2 @user"],
  ],
  [
    "vector search clients",
    `from databricks.vector_search.client import VectorSearchClient\nimport databricks.vector_search.client as vs\nc = VectorSearchClient()\nc.get_index("endpoint", "a.b.c")\ni = c.get_index(endpoint_name="e", index_name="a.b.d")\ni.similarity_search(query_text="x")\nvs.VectorSearchClient().get_index(index_name="a.b.e")\nfrom databricks.sdk import WorkspaceClient\nWorkspaceClient().vector_search_indexes.query_index("a.b.f", columns=[])`,
    ["vectorSearchIndex a.b.c", "vectorSearchIndex a.b.d", "vectorSearchIndex a.b.e", "vectorSearchIndex a.b.f"],
  ],
  [
    "AI search clients, the same under their newer name",
    `import asyncio\nfrom databricks.ai_search.client import AISearchClient, VectorSearchClient\nc = AISearchClient()\nc.get_index("endpoint", "a.b.c").similarity_search(query_text="x")\nasync def ask():\n    async with c.get_async_index(index_name="a.b.d") as i:\n        await i.similarity_search(query_text="x")\nasyncio.run(ask())\nVectorSearchClient().get_index(index_name="a.b.e")`,
    ["vectorSearchIndex a.b.c", "vectorSearchIndex a.b.d", "vectorSearchIndex a.b.e"],
  ],
  [
    "functions",
    `from databricks_langchain import UCFunctionToolkit, DatabricksFunctionClient\nfrom unitycatalog.ai.core.databricks import DatabricksFunctionClient as D\nUCFunctionToolkit(function_names=["a.b.c", "a.b.*"])\nDatabricksFunctionClient().execute_function("a.b.d", {})\nD().execute_function(function_name="a.b.e", parameters={})`,
    ["function a.b.c", "function a.b.d", "function a.b.e", "function ?"],
  ],
  [
    "SQL",
    `from databricks import sql\nimport os\nC = "main"\nSQL = """-- FROM x.y.z\nWITH r AS (SELECT * FROM main.s.a)\nSELECT r.*, main.f.g(x), 'FROM main.s.no' FROM r JOIN \`main\`.\`s\`.\`b\` ON 1=1, main.s.c"""\nwith sql.connect(server_hostname=os.environ["H"], http_path="/sql/1.0/warehouses/abc") as con:\n    with con.cursor() as cur:\n        cur.execute(SQL)\n        cur.execute(f"INSERT INTO {C}.s.d VALUES (1)")\n        cur.execute("SELECT ai_query('databricks-x', q) FROM main.s.e")\nPROMPT = "SELECT * FROM main.s.prompt"`,
    [
      "sqlWarehouse abc",
      "table main.s.a",
      "table main.s.b",
      "table main.s.c",
      "function main.f.g",
      "table main.s.d",
      "table main.s.e",
      "servingEndpoint databricks-x",
    ],
  ],
  [
    "SQL of another database",
    `import sqlite3, psycopg2\nsqlite3.connect("x").execute("SELECT * FROM a.b.c")\npsycopg2.connect("x").cursor().execute("SELECT * FROM a.b.c")`,
    [],
  ],
  [
    "SQLAlchemy and pandas",
    `from sqlalchemy import create_engine, text\nimport pandas as pd\ne = create_engine("databricks://token:x@host?http_path=/sql/1.0/warehouses/w1&catalog=main")\nwith e.connect() as con:\n    con.execute(text("SELECT * FROM main.a.b"))\npd.read_sql("SELECT * FROM main.a.c", e)`,
    ["sqlWarehouse w1", "table main.a.b", "table main.a.c"],
  ],
  [
    "MCP",
    `from databricks_mcp import DatabricksMCPClient\nfrom databricks.sdk import WorkspaceClient\nfrom mcp.client.streamable_http import streamablehttp_client\nw = WorkspaceClient()\nh = w.config.host\nDatabricksMCPClient(server_url=f"{h}/api/2.0/mcp/functions/system/ai/python_exec", workspace_client=w)\nfor s in ["vector-search/a/b/c", "genie/g1", "functions/a/b", "sql", "external/conn"]:\n    streamablehttp_client(f"{h}/api/2.0/mcp/{s}")\nstreamablehttp_client("https://my-mcp-1234567890.aws.databricksapps.com/mcp")`,
    [
      "function system.ai.python_exec",
      "vectorSearchIndex a.b.c",
      "genieSpace g1",
      "ucConnection conn",
      "app my-mcp",
      "function ?",
      "sqlWarehouse,table ?",
    ],
  ],
  [
    "prefixes",
    `import dspy, litellm\nfrom litellm import Router\nfrom crewai import LLM\nfrom langchain.chat_models import init_chat_model\ndspy.LM("databricks/a")\nlitellm.completion(model="databricks/b", messages=[])\nRouter(model_list=[{"model_name": "x", "litellm_params": {"model": "databricks/c"}}])\nLLM(model="databricks/d")\ninit_chat_model("databricks:e")\ninit_chat_model("f", model_provider="databricks")\ninit_chat_model("openai:gpt-4o")\ndspy.Embedder("databricks/g")`,
    [
      "servingEndpoint a",
      "servingEndpoint b",
      "servingEndpoint c",
      "servingEndpoint d",
      "servingEndpoint e",
      "servingEndpoint f",
      "servingEndpoint g",
    ],
  ],
  [
    "a user's own class of the same name",
    `class ChatDatabricks:\n    def __init__(self, endpoint):\n        self.endpoint = endpoint\nChatDatabricks(endpoint="a")`,
    [],
  ],
  [
    "concurrency",
    `import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\n${chat}def run(n):\n    return ${c("n").trim()}\nwith ThreadPoolExecutor() as p:\n    list(p.map(run, ["a", "b"]))\n    p.submit(run, "c").result()\nasync def go(n):\n    return await asyncio.to_thread(run, n)\nasyncio.run(go("d"))`,
    ["servingEndpoint a", "servingEndpoint b", "servingEndpoint c", "servingEndpoint d"],
  ],
  [
    "attributes set in another method",
    `${chat}import mlflow\nclass A(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return self.build().invoke(model_input)\n    def build(self):\n        return ChatDatabricks(model=self.name)\n    def load_context(self, context):\n        self.name = "databricks-a"\nmlflow.models.set_model(A())`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "what cannot be told at the top stays listed where methods are read twice",
    `import os, mlflow\n${chat}${c('os.environ["TOP"]')}class A(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return ChatDatabricks(model=self.name)\n    def predict_stream(self, context, model_input):\n        self.name = "databricks-a"\nmlflow.models.set_model(A())`,
    ["servingEndpoint databricks-a", "servingEndpoint ?"],
  ],
  [
    "bases in Python's order: a mixin's class goes before the base that both share",
    `${chat}class Base:\n    @property\n    def name(self):\n        return "databricks-base"\nclass Uses(Base):\n    def llm(self):\n        return ChatDatabricks(model=self.name)\nclass Named(Base):\n    @property\n    def name(self):\n        return "databricks-named"\nclass Own(Uses, Named):\n    pass\nOwn().llm()`,
    ["servingEndpoint databricks-named"],
  ],
  [
    "methods that a library's decorator offers, those without none",
    `${chat}from semantic_kernel import Kernel\nfrom semantic_kernel.functions import kernel_function\nfrom tenacity import retry\nclass P:\n    @kernel_function(name="a")\n    def a(self):\n        return ChatDatabricks(model="databricks-offered")\n    @retry\n    def b(self):\n        return ChatDatabricks(model="databricks-not")\n    def c(self):\n        return ChatDatabricks(model="databricks-not")\nKernel().add_plugin(P(), "p")`,
    ["servingEndpoint databricks-offered"],
  ],
  [
    "an object of a class that a library's decorator knows",
    `${chat}from crewai.project import CrewBase, agent, crew\n@CrewBase\nclass C:\n    @agent\n    def one(self):\n        return ChatDatabricks(model="databricks-one")\n    def unused(self):\n        return ChatDatabricks(model="databricks-not")\nC()`,
    ["servingEndpoint databricks-one"],
  ],
  [
    "what a helper of MLflow's base is called on offers none of the agent's methods",
    `${chat}import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\nclass A(ResponsesAgent):\n    def predict(self, request):\n        return self.create_text_output_item(ChatDatabricks(model="databricks-a").invoke("x").content, "1")\n    def unused(self, name="databricks-not"):\n        return ChatDatabricks(model=name)\nmlflow.models.set_model(A())`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "operators of own classes, with a text on either side",
    `${chat}class S:\n    def __init__(self, n):\n        self.n = n\n    def __truediv__(self, o):\n        return S(self.n + "-" + o)\n    def __and__(self, o):\n        return S(self.n + "-" + o.n)\n    def __radd__(self, o):\n        return S(o + self.n)\nChatDatabricks(model=(S("a") / "b" & S("c")).n)\nChatDatabricks(model=("x" + S("y")).n)`,
    ["servingEndpoint a-b-c", "servingEndpoint xy"],
  ],
  [
    "records of a table are told apart by what they say of themselves, in match and if",
    `${chat}import enum, requests\nfrom databricks_langchain import VectorSearchRetrieverTool as V\nclass K(enum.Enum):\n    LLM = enum.auto()\n    INDEX = 2\nT = {"a": (K.LLM, "databricks-a"), "b": (K.INDEX, "main.b.c"), "d": (K.LLM, "databricks-d")}\nkind, name = T[requests.get("x").text]\nmatch kind:\n    case K.LLM:\n        ChatDatabricks(model=name)\n    case K.INDEX:\n        V(index_name=name)\nif kind == K.INDEX:\n    V(index_name=name + "x")\nelse:\n    ChatDatabricks(model=name + "x")`,
    [
      "servingEndpoint databricks-a",
      "servingEndpoint databricks-d",
      "vectorSearchIndex main.b.c",
      "vectorSearchIndex main.b.cx",
      "servingEndpoint databricks-ax",
      "servingEndpoint databricks-dx",
    ],
  ],
  [
    "format specifications",
    `${chat}n = 3\n${c('f"v{n:02d}"')}${c('"{0:.2f}{1!s:s}".format(1, "a")')}`,
    ["servingEndpoint v03", "servingEndpoint 1.00a"],
  ],
  [
    "mappings: own ones with __missing__, defaultdict, the first of a ChainMap",
    `${chat}from collections import ChainMap, defaultdict\nclass D(dict):\n    def __missing__(self, key):\n        return "made-" + key\nd = D(a="x")\n${c('d["a"]')}${c('"{b}".format_map(d)')}g = defaultdict(list)\ng["k"].append("in-default")\n${c('g["k"][0]')}${c('ChainMap({"m": "first"}, {"m": "second"})["m"]')}`,
    ["servingEndpoint x", "servingEndpoint made-b", "servingEndpoint in-default", "servingEndpoint first"],
  ],
  [
    "named tuples by call, product with a filter of tuples, str.strip as a function, a walrus as an argument",
    `${chat}from collections import namedtuple\nfrom itertools import product\nP = namedtuple("P", "x y", defaults=("q",))\n[ChatDatabricks(model=f"{p.x}-{p.y}-{r}") for p, r in product([P("a"), P("b", "z")], "12".split(",")) if (p.x, r) != ("b", "12")]\n[ChatDatabricks(model=m) for m in map(str.strip, " c , d ".split(","))]\nprint(k := ChatDatabricks(model="e"))`,
    ["servingEndpoint a-q-12", "servingEndpoint c", "servingEndpoint d", "servingEndpoint e"],
  ],
  [
    "lakebase and connections",
    `from databricks_langchain import CheckpointSaver, AsyncDatabricksStore\nfrom databricks.sdk import WorkspaceClient\nCheckpointSaver(instance_name="mem")\nAsyncDatabricksStore(instance_name="store")\nWorkspaceClient().serving_endpoints.http_request(conn="crm", method="GET", path="/x")`,
    ["lakebase mem", "lakebase store", "ucConnection crm"],
  ],
];

for (const [name, code, expected] of rows) {
  test(`uses: ${name}`, async () => {
    expect((await used(code)).sort()).toEqual([...expected].sort());
  });
}

test("uses across files: packages, star imports, relative imports, constants of modules", async () => {
  const files = {
    "lib/__init__.py": "from .models import *\nfrom . import config as cfg\nKIND = 'large'\n",
    "lib/later.py": "from . import KIND, make\nmake(KIND)\n",
    "lib/models.py": `${chat}from .config import Settings\ndef make(kind="small"):\n    return ChatDatabricks(model=Settings.NAMES[kind])\n`,
    "lib/config.py":
      'from pathlib import Path\nimport yaml\nclass Settings:\n    NAMES = {"small": "databricks-s", "large": "databricks-l"}\nDATA = yaml.safe_load((Path(__file__).parent.parent / "conf.yml").read_text())\n',
    "conf.yml": "base: &b\n  index: main.a.b\nprod:\n  <<: *b\n  k: 3\n",
  };
  const code = `import lib\nfrom lib import make, cfg\nfrom databricks_langchain import VectorSearchRetrieverTool as V\nmake()\nimport lib.later\nV(index_name=cfg.DATA["prod"]["index"])\n`;
  expect(await used(code, files)).toEqual([
    "vectorSearchIndex main.a.b",
    "servingEndpoint databricks-s",
    "servingEndpoint databricks-l",
  ]);
});

test("the environment and the configuration that are declared go before defaults and development", async () => {
  const code = `import os, mlflow\n${chat}config = mlflow.models.ModelConfig(development_config={"llm": "databricks-dev", "k": 1})\n${c('config.get("llm")')}${c('os.environ.get("BIG", "databricks-b")')}${c('os.environ["MUST"]')}`;
  expect(await used(code)).toEqual([
    "servingEndpoint databricks-dev",
    "servingEndpoint databricks-b",
    "servingEndpoint ?",
  ]);
  expect(await used(code, {}, { BIG: "databricks-set", MUST: "{{secrets/a/b}}" }, { llm: "databricks-prod" })).toEqual([
    "servingEndpoint databricks-prod",
    "servingEndpoint databricks-set",
    "servingEndpoint ?",
  ]);
});

test("a notebook that writes the agent: the cell counts, what drives it does not, and places are those of the notebook", async () => {
  const notebook = `# Databricks notebook source\nLLM = "databricks-driver"\n# COMMAND ----------\n# MAGIC %%writefile agent.py\n# MAGIC from databricks_langchain import ChatDatabricks\n# MAGIC import mlflow\n# MAGIC LLM = "databricks-agent"\n# MAGIC mlflow.models.set_model(ChatDatabricks(endpoint=LLM))\n\n# COMMAND ----------\nfrom databricks_langchain import ChatDatabricks\nChatDatabricks(endpoint=LLM).invoke("x")\n`;
  const folder = await folderWith({ "agent.py": notebook });
  const { reading } = await planPackage(source({ notebook: true }), folder);
  if (reading === undefined) throw new Error("nothing was read");
  const { uses } = readUses(reading);
  expect(uses.map(({ name, line }) => `${name}:${line}`)).toEqual(["databricks-agent:8"]);
  expect(notebook.slice(uses[0]?.from, uses[0]?.to)).toBe("ChatDatabricks(endpoint=LLM)");
});
