import { expect, test } from "vitest";
import { linesOf, usesOfText } from "./text.js";

const begin = "import os\nfrom databricks_langchain import ChatDatabricks\n";
const chat = (name: string) => `ChatDatabricks(model=${name})`;

const rows: [name: string, code: string, expected: string[]][] = [
  [
    "an answer over the network",
    `import requests\n${chat('requests.get("https://x.test").json().get("a")["b"]')}`,
    ["servingEndpoint ? it comes from the answer of requests.get"],
  ],
  [
    "an answer of an object, and a part of one",
    `from store import Client\nc = Client()\n${chat("c.names.first(1)[0]")}\n${chat("c.default")}`,
    ["servingEndpoint ? it comes from the answer of Client.names.first", "servingEndpoint ? it is default of Client"],
  ],
  [
    "a constant of a library",
    `import shop\n${chat("shop.names.LLM")}`,
    ["servingEndpoint ? a library gives it: shop.names.LLM"],
  ],
  [
    "wildcards and servers of a schema",
    `from databricks_langchain import UCFunctionToolkit\nfrom databricks_mcp import DatabricksMCPClient\nUCFunctionToolkit(function_names=["main.tools.*"])\nDatabricksMCPClient("https://h/api/2.0/mcp/functions/main/desk")`,
    [
      "function ? main.tools.* is every Unity Catalog function of the schema main.tools, and a wildcard cannot be declared",
      "function ? the server offers all functions of main.desk; name one in the URL, or declare those that are used",
    ],
  ],
  [
    "a global that both arms set",
    `name = None\ndef setup():\n    global name\n    if os.environ["MODE"]:\n        name = "databricks-a"\n    else:\n        name = "databricks-b"\ndef ask():\n    return ${chat("name")}\nsetup()\nask()`,
    ["servingEndpoint databricks-a", "servingEndpoint databricks-b"],
  ],
  [
    "a tool that the main part alone binds takes nothing away",
    `from langchain_core.tools import tool\n@tool\ndef local(q):\n    "Asks."\n    return ${chat('"databricks-main"')}\nllm = ${chat('os.environ["LLM"]')}\nif __name__ == "__main__":\n    llm.bind_tools([local]).invoke("x")`,
    ["servingEndpoint ? the environment variable LLM has no default"],
  ],
];

test.each(rows)("%s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});

test("a token of the user that any class is given is known to act for the user", () => {
  const code = `from desk import Session\ndef f(request):\n    return Session("h", as_who=request.headers.get("x-forwarded-access-token")).ask("x")\nf(something)`;
  expect(usesOfText(code).actsForUser).toBe(true);
});
