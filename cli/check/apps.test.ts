import { expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { policyCommand } from "../policy/index.js";
import { checkCommand } from "./index.js";
import type { Report } from "./report.js";

async function run(command: typeof checkCommand, folder: string, ...args: string[]) {
  let [out, told] = ["", ""];
  const write = (text: string) => {
    out += text;
  };
  const err = (text: string) => {
    told += text;
  };
  const code = await command(args, { folder, out: write, err, colour: false });
  return { code, out, err: told };
}

const requirements = "mlflow==3.17.2\ndatabricks-langchain\nfastapi\nuvicorn\n";
const handler = (imports: string, decorator: string) => `${imports}
from pathlib import Path
from .tools import llm

PROMPT = Path("prompts/system.txt").read_text()
NAMES = open(Path(__file__).parent / "names.txt").read()


${decorator}
def answer(request):
    return llm.invoke(PROMPT)
`;
const others = {
  "requirements.txt": requirements,
  "app.yaml": "command: [python, start_server.py]\n",
  "prompts/system.txt": "Be brief.\n",
  "desk/names.txt": "",
  "desk/tools.py":
    "from databricks_langchain import ChatDatabricks\nfrom shared.names import LLM\nllm = ChatDatabricks(endpoint=LLM)\n",
  "shared/names.py": 'LLM = "desk-llm"\n',
};

test.each([
  ["from mlflow.genai.agent_server import invoke", "@invoke()"],
  ["from mlflow.genai.agent_server import stream as answers", "@answers()"],
  ["import mlflow.genai.agent_server as server", "@server.invoke()"],
  ["import mlflow", "@mlflow.genai.agent_server.stream()"],
  ["from mlflow.genai import agent_server", "@agent_server.invoke()"],
  ["from mlflow.genai.agent_server.server import AgentServer", "AgentServer('ResponsesAgent')\n"],
  ["from mlflow.genai.agent_server import *", "@invoke()"],
])("a file with %s and %s is an app: read as one, and not as an agent to log", async (imports, decorator) => {
  const folder = await folderWith({ ...others, "desk/agent.py": handler(imports, decorator) });
  const { out, code } = await run(checkCommand, folder, "--json");
  const { agents, findings } = JSON.parse(out) as Report;
  expect([code, findings]).toEqual([0, []]);
  expect(agents).toMatchObject([{ file: "desk/agent.py", app: true, codePaths: [] }]);
  const policy = await run(policyCommand, folder, "--json", "desk/agent.py");
  const { agents: needed } = JSON.parse(policy.out);
  expect([policy.code, needed[0].complete, needed[0].filesRead]).toEqual([0, true, 3]);
  expect(needed[0].systemResources).toMatchObject([{ kind: "servingEndpoint", name: "desk-llm" }]);
});

test("the file that starts the server and the one with its functions are one app", async () => {
  const folder = await folderWith({
    ...others,
    "desk/agent.py": handler("from mlflow.genai.agent_server import invoke", "@invoke()"),
    "start_server.py":
      'from mlflow.genai.agent_server import AgentServer\nimport desk.agent\n\nserver = AgentServer("ResponsesAgent")\napp = server.app\nif __name__ == "__main__":\n    server.run("start_server:app")\n',
  });
  const { out } = await run(checkCommand, folder, "--json");
  expect((JSON.parse(out) as Report).agents.map(({ file }) => file)).toEqual(["start_server.py"]);
  const policy = JSON.parse((await run(policyCommand, folder, "--json")).out);
  expect(policy.agents).toHaveLength(1);
  expect(policy.agents[0]).toMatchObject({ file: "start_server.py", systemResources: [{ name: "desk-llm" }] });
});

test("what an app lacks is said all the same", async () => {
  const files = {
    ...others,
    "desk/agent.py": handler("from mlflow.genai.agent_server import invoke\nimport pinecone", "@invoke()"),
  };
  const folder = await folderWith({ ...files, "shared/names.py": 'import anthropic\nLLM = "x"\n' });
  const { findings } = JSON.parse((await run(checkCommand, folder, "--json")).out) as Report;
  expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual([
    "missing-requirement desk/agent.py",
    "missing-requirement shared/names.py",
  ]);
});

test("an agent that is logged stays one, though it is served by an app as well", async () => {
  const both = `from mlflow.genai.agent_server import invoke\nfrom .gone import x\n${smallAgent}\n@invoke()\ndef answer(request):\n    return request\n`;
  const folder = await folderWith({ "desk/agent.py": both, "requirements.txt": requirements });
  const { agents, findings } = JSON.parse((await run(checkCommand, folder, "--json")).out) as Report;
  expect(agents[0]?.app).toBeUndefined();
  expect(findings.map(({ code }) => code)).toEqual(["relative-import"]);
});

test("a program's agent is not an app because of its decorators: MLflow finds no model in it", async () => {
  const folder = await folderWith({
    "Pulumi.yaml": "name: a\nruntime: nodejs\n",
    "index.ts": 'new LoggedAgent("a", { code: "agent.py", requirements: ["mlflow==3.17.2"] });\n',
    "agent.py": "from mlflow.genai.agent_server import invoke\n\n@invoke()\ndef answer(request):\n    return request\n",
  });
  const { findings } = JSON.parse((await run(checkCommand, folder, "--json")).out) as Report;
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["error missing-set-model"]);
});

test("a script that nothing points to is one hint and no error", async () => {
  const folder = await folderWith({
    "requirements.txt": requirements,
    "agent.py": smallAgent,
    "deploy.py":
      '# logs agent.py, which ends with set_model\nimport mlflow\nfrom .x import y\nmlflow.pyfunc.log_model(python_model="agent.py")\n',
    "try_it.py": `${smallAgent.replace("mlflow.models.set_model", 'if __name__ == "__main__":\n    mlflow.models.set_model')}`,
    "names.py": "set_model_name = 1\n",
  });
  const { out, code } = await run(checkCommand, folder, "--json");
  const { findings, agents } = JSON.parse(out) as Report;
  expect([code, agents.length]).toEqual([0, 1]);
  expect(findings.map(({ severity, code: found, file }) => `${severity} ${found} ${file}`)).toEqual([
    "hint missing-set-model deploy.py",
    "hint guarded-set-model try_it.py",
  ]);
  const policy = await run(policyCommand, folder);
  expect(policy.err).toContain("deploy.py: it speaks of set_model and does not call it when it is loaded");
  // Whoever names it means it.
  const named = JSON.parse((await run(checkCommand, folder, "--json", "try_it.py")).out) as Report;
  expect(named.findings.map(({ severity, code: found }) => `${severity} ${found}`)).toEqual([
    "error guarded-set-model",
  ]);
});
