import { expect, test } from "vitest";
import { folderWith } from "../../test/conformance/folder.js";
import { policyCommand } from "./index.js";

const agent = `import os
import mlflow
from databricks_langchain import ChatDatabricks
from databricks_langchain.genie import GenieAgent
from databricks.sdk import WorkspaceClient
from databricks_ai_bridge import ModelServingUserCredentials
from mlflow.pyfunc import ResponsesAgent

llm = ChatDatabricks(endpoint=os.environ.get("LLM", "databricks-a"))
big = ChatDatabricks(endpoint=os.environ.get("BIG", "databricks-b"))
same = ChatDatabricks(endpoint="databricks-b")
one = ChatDatabricks(endpoint=os.environ["OTHER"])
two = ChatDatabricks(endpoint=os.environ["OTHER"])


class Agent(ResponsesAgent):
    def predict(self, request):
        client = WorkspaceClient(credentials_strategy=ModelServingUserCredentials())
        return GenieAgent(genie_space_id=os.environ["SPACE"], client=client)


mlflow.models.set_model(Agent())
`;

async function policy(...args: string[]): Promise<string> {
  const folder = await folderWith({ "agent.py": agent });
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  await policyCommand([...args, "agent.py"], { folder, out: write, err: () => {}, colour: false });
  return out;
}

test("a default says of which setting it is, and what is used at several places is one entry", async () => {
  const text = await policy();
  expect(text).toContain('servingEndpoint("databricks-a"), // agent.py:9 ChatDatabricks, default of LLM\n');
  expect(text).toContain('servingEndpoint("databricks-b"), // agent.py:10 ChatDatabricks\n');
  expect(text.match(/the environment variable OTHER/g)).toHaveLength(1);
  expect(text).toContain("agent.py:12 ChatDatabricks, agent.py:13 ChatDatabricks: which serving endpoint");
  expect(text).toContain(
    "write the name, give the configuration (--model-config, --set), or declare it and `allow` it",
  );
});

test("scopes follow from a kind, whatever the name is", async () => {
  const text = await policy();
  expect(text).toContain('genieSpace("…", { onBehalfOfUser: true })');
  expect(text).toContain("// That is: dashboards.genie.");
});

test("JSON has every place, and the setting of each default", async () => {
  const [found] = JSON.parse(await policy("--json")).agents;
  expect(found.systemResources[0].uses).toEqual([
    { file: "agent.py", line: 9, through: "ChatDatabricks", defaultOf: "LLM" },
  ]);
  expect(found.unresolved.map(({ line }: { line: number }) => line)).toEqual([12, 13, 19]);
});
