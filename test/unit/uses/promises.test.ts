import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const begin = `import os
import mlflow
from typing import Annotated, Optional, Protocol
from contextvars import ContextVar
from dataclasses import dataclass, field
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from databricks_langchain.genie import GenieAgent
from langchain_core.tools import tool, BaseTool
from openai import OpenAI
def caller():
    return WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
`;
const ask = (client: string, space = "s") => `${client}.genie.start_conversation("${space}", "hi")`;
const either = ["genieSpace s", "genieSpace s @user"];
const user = ["genieSpace s @user"];
const own = ["genieSpace s"];
const deps = "@dataclass\nclass Deps:\n    client: WorkspaceClient\n    space: str = 's'\n";

const rows: [name: string, code: string, expected: string[]][] = [
  ["a parameter", `@tool\ndef f(w: WorkspaceClient, q: str):\n    ${ask("w")}\nmlflow.models.set_model(f)`, either],
  ["a parameter in words", `@tool\ndef f(w: "WorkspaceClient"):\n    ${ask("w")}\nmlflow.models.set_model(f)`, either],
  [
    "Optional and |",
    `@tool\ndef f(a: Optional[WorkspaceClient], b: WorkspaceClient | None):\n    ${ask("a")}\n    ${ask("b", "t")}\nmlflow.models.set_model(f)`,
    [...either, "genieSpace t", "genieSpace t @user"],
  ],
  [
    "a class that is imported for annotations alone",
    `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from databricks.sdk import WorkspaceClient as W\n@tool\ndef f(w: "W"):\n    ${ask("w")}\nmlflow.models.set_model(f)`,
    either,
  ],
  ["no annotation", `@tool\ndef f(w, q: str):\n    ${ask("w")}\nmlflow.models.set_model(f)`, []],
  [
    "one with a default is not given by a library",
    `@tool\ndef f(q: str, w: WorkspaceClient = None):\n    ${ask("(w or WorkspaceClient())")}\nmlflow.models.set_model(f)`,
    own,
  ],
  ["an argument that is known", `def f(w: WorkspaceClient):\n    ${ask("w")}\nf(caller())`, user],
  ["an argument that is not known", `def f(w: WorkspaceClient):\n    ${ask("w")}\nf(here.app.state.w)`, either],
  ["a variable", `C: ContextVar[WorkspaceClient] = ContextVar("c")\n${ask("C.get()")}`, either],
  ["a variable, subscripted", `C = ContextVar[WorkspaceClient]("c")\n${ask("C.get()")}`, either],
  [
    "a variable that is set before",
    `C: ContextVar[WorkspaceClient] = ContextVar("c")\nC.set(caller())\n${ask("C.get()")}`,
    user,
  ],
  [
    "a variable that is set by what runs later",
    `C: ContextVar[WorkspaceClient] = ContextVar("c")\n@tool\ndef f(q: str):\n    ${ask("C.get()")}\n@tool\ndef g(q: str):\n    C.set(caller())\nmlflow.models.set_model([f, g])`,
    user,
  ],
  ["a result", `def f() -> WorkspaceClient:\n    return here.state\n${ask("f()")}`, either],
  ["a result that is known", `def f() -> WorkspaceClient:\n    return caller()\n${ask("f()")}`, user],
  [
    "a field without a value",
    `${deps}@tool\ndef f(d: Deps):\n    d.client.genie.start_conversation(d.space, "hi")\nmlflow.models.set_model(f)`,
    either,
  ],
  [
    "a field of a tool",
    `class T(BaseTool):\n    client: WorkspaceClient\n    def _run(self, q):\n        ${ask("self.client")}\nmlflow.models.set_model(T())`,
    either,
  ],
  [
    "an object within an object",
    `${deps}class Service:\n    def __init__(self, d: Deps):\n        self.d = d\n    def ask(self):\n        ${ask("self.d.client")}\n@tool\ndef f(s: Service):\n    s.ask()\nmlflow.models.set_model(f)`,
    either,
  ],
  [
    "an object that holds itself",
    `class Node:\n    client: WorkspaceClient\n    next: "Node"\n@tool\ndef f(n: Node):\n    ${ask("n.next.next.client")}\nmlflow.models.set_model(f)`,
    either,
  ],
  [
    "a client that is handed on",
    `@tool\ndef f(w: WorkspaceClient):\n    GenieAgent("s", client=w)\nmlflow.models.set_model(f)`,
    either,
  ],
  ["a client of which nothing is known", `GenieAgent("s", client=here.app.client)`, either],
  [
    "a client that is handed on before it is set",
    `C: ContextVar[WorkspaceClient] = ContextVar("c")\n@tool\ndef f(q: str):\n    GenieAgent("s", client=C.get())\n@tool\ndef g(q: str):\n    C.set(caller())\nmlflow.models.set_model([f, g])`,
    user,
  ],
  [
    "a model client",
    `@tool\ndef f(c: OpenAI):\n    c.chat.completions.create(model="databricks-a")\nmlflow.models.set_model(f)`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-a @user"],
  ],
  [
    "a class that holds no client",
    `@dataclass\nclass P:\n    space: str = "s"\n@tool\ndef f(p: P):\n    GenieAgent(p.space)\nmlflow.models.set_model(f)`,
    ["genieSpace ? it is the argument p of f"],
  ],
];

test.each(rows)("what an annotation promises: %s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});

const agent = `from pydantic_ai import Agent, RunContext
${deps}a = Agent("openai:x", deps_type=Deps)
@a.tool
def f(ctx: RunContext[Deps], q: str):
    ctx.deps.client.genie.start_conversation(ctx.deps.space, q)
`;
const contexts: [name: string, code: string, expected: string[]][] = [
  ["nobody runs it", `${agent}mlflow.models.set_model(a)`, either],
  ["run with the caller's", `${agent}a.run_sync("q", deps=Deps(caller()))`, user],
  ["run with its own", `${agent}a.run("q", deps=Deps(WorkspaceClient(), "t"))`, ["genieSpace t"]],
  [
    "a client itself",
    `from pydantic_ai import Agent, RunContext\na = Agent("openai:x")\n@a.tool\ndef f(ctx: RunContext[WorkspaceClient]):\n    ${ask("ctx.deps")}\na.run_sync("q", deps=caller())`,
    user,
  ],
  [
    "the other agent's are of another class",
    `${agent}@dataclass\nclass Other:\n    client: WorkspaceClient\na.run_sync("q", deps=Deps(caller()))\na.run_sync("q", deps=Other(WorkspaceClient()))`,
    user,
  ],
  [
    "OpenAI's agents",
    `from agents import Agent, RunContextWrapper, Runner, function_tool\n${deps}@function_tool\ndef f(ctx: RunContextWrapper[Deps], q: str):\n    ${ask("ctx.context.client")}\nRunner.run_sync(Agent(name="a", tools=[f]), "q", context=Deps(caller()))`,
    user,
  ],
];

test.each(contexts)("what a library hands on: %s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});

const holder = `C: ContextVar[WorkspaceClient] = ContextVar("c")
@tool
def f(q: str):
    ${ask("C.get()")}
mlflow.models.set_model(f)
`;
const middleware: [name: string, code: string, expected: string[]][] = [
  [
    "a class of Starlette's that nobody was seen to add",
    `from starlette.middleware.base import BaseHTTPMiddleware\n${holder}class M(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        C.set(caller())\n        return await call_next(request)`,
    user,
  ],
  [
    "a class without a base",
    `from fastapi import FastAPI\n${holder}class M:\n    def __init__(self, app, make):\n        self.make = make\n    async def __call__(self, scope, receive, send):\n        C.set(self.make())\napp = FastAPI()\napp.add_middleware(M, make=caller)`,
    user,
  ],
  [
    "a list of them",
    `from starlette.applications import Starlette\nfrom starlette.middleware import Middleware\n${holder}class M:\n    def __init__(self, app):\n        self.app = app\n    async def __call__(self, scope, receive, send):\n        C.set(caller())\napp = Starlette(middleware=[Middleware(M)])`,
    user,
  ],
  [
    "a function",
    `from fastapi import FastAPI\n${holder}app = FastAPI()\n@app.middleware("http")\nasync def m(request, call_next):\n    C.set(caller())\n    return await call_next(request)`,
    user,
  ],
];

test.each(middleware)("what a server calls around requests: %s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});
