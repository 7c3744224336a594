import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, source } from "../../test/conformance/folder.js";
import { field } from "../python/documents/values.js";
import { planPackage } from "./index.js";

const head = "import mlflow\nfrom langchain_core.prompts import ChatPromptTemplate\n";
const prompt = "ChatPromptTemplate.from_template('x')";
const given = (expression: string, imports = "", before = "") =>
  `${head}${imports}${before}mlflow.models.set_model(${expression})\n`;

const recognised: Record<string, string> = {
  "a chain": given("p | llm", "from elsewhere import llm\n", `p = ${prompt}\n`),
  "a chain that begins with a dictionary": given(`{"q": str} | ${prompt}`),
  "a chain made in a function": given(
    "build()",
    "",
    `def build():\n    p = ${prompt}\n    chain = p | other\n    return chain\n`,
  ),
  "a lambda by its module": given("r.RunnableLambda(len)", "import langchain_core.runnables as r\n"),
  "a bound model": given("ChatDatabricks().bind_tools([])", "from databricks_langchain import ChatDatabricks\n"),
  "a compiled graph": given(
    "graph",
    "from langgraph.graph import StateGraph\n",
    "b = StateGraph(dict)\nb.add_node(f)\ngraph = b.compile()\n",
  ),
  "a graph in one expression": given(
    "StateGraph(dict).add_node(f).set_entry_point('f').compile()",
    "from langgraph.graph import StateGraph\n",
  ),
  "a prebuilt agent": given("create_react_agent(m, [])", "from langgraph.prebuilt import create_react_agent\n"),
  "an agent of langchain 1": given("agents.create_agent(m)", "from langchain import agents\n"),
  "a supervisor": given("create_supervisor([]).compile()", "from langgraph_supervisor import create_supervisor\n"),
};

for (const [what, code] of Object.entries(recognised)) {
  test(`LangChain is found: ${what}`, async () => {
    const plan = await planOf(await folderWith({ "agent.py": code }));
    expect([plan.interface, plan.streaming, plan.task]).toEqual(["LangChain", true, undefined]);
  });
}

const refused: Record<string, [string, RegExp]> = {
  "a graph that is not compiled": [
    given("StateGraph(dict)", "from langgraph.graph import StateGraph\n"),
    /set_model is given a graph that is not compiled: pass graph\.compile\(\)/,
  ],
  // MLflow takes it or not, depending on its class.
  "a part of a chain alone": [given("ChatX()", "from langchain_x import ChatX\n"), /reading the file does not tell/],
  "what a model answered": [given(`(${prompt} | m).invoke('x')`), /reading the file does not tell/],
  "another library whose name begins alike": [
    given("create_agent()", "from langchainish import create_agent\n"),
    /reading the file does not tell/,
  ],
  "numbers in a pipe": [given("1 | 2"), /reading the file does not tell/],
  "another operator": [given(`${prompt} + x`), /reading the file does not tell/],
  "a chain of itself": [given("a", "", "a = a | a\n"), /reading the file does not tell/],
};

for (const [what, [code, message]] of Object.entries(refused)) {
  test(`LangChain is not found: ${what}`, async () => {
    const problems = await problemsOf(await folderWith({ "agent.py": code }));
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
}

const undecided = "import mlflow\nfrom elsewhere import agent\nmlflow.models.set_model(agent)\n";

test("a named LangChain may not contradict the file, nor have what the flavor does not know", async () => {
  const folder = await folderWith({
    "agent.py": undecided,
    "function.py": "import mlflow\ndef f(x):\n    pass\nmlflow.models.set_model(f)\n",
    "chain.py": given(`${prompt} | x`),
    "notes.txt": "",
  });
  expect((await planOf(folder, { interface: "LangChain" })).interface).toBe("LangChain");
  expect(await problemsOf(folder, { code: "function.py", interface: "LangChain" })).toEqual([
    expect.stringMatching(/is given a function, .* wrap it in a RunnableLambda/),
  ]);
  expect(await problemsOf(folder, { code: "chain.py", interface: "ChatAgent" })).toEqual([
    expect.stringMatching(/is given a LangChain object, and the argument `interface` says ChatAgent/),
  ]);
  const extra = { artifacts: { notes: "notes.txt" }, authPolicy: { system_auth_policy: {}, user_auth_policy: {} } };
  expect(await problemsOf(folder, { code: "chain.py", ...extra })).toEqual([
    expect.stringMatching(/^artifacts invalidArgument: MLflow hands no artifacts/),
    expect.stringMatching(/^authPolicy invalidArgument: MLflow's langchain flavor takes no/),
  ]);
});

test("the release of langchain is the pinned one, and left out where nothing pins it", async () => {
  const folder = await folderWith({ "agent.py": given(`${prompt} | x`) });
  const version = async (requirements: string[], constraints?: string[]) => {
    const { document } = await planOf(folder, { requirements, constraints });
    return field(field(document.flavors ?? null, "langchain") ?? null, "langchain_version");
  };
  expect(await version(["LangChain == 1.2.3"])).toBe("1.2.3");
  expect(await version(["langchain[openai]>=1"], ["langchain==1.4.7"])).toBe("1.4.7");
  expect(await version(["langchain==1.*", "langchain-core==1.0.0"])).toBeUndefined();
});

test("requirements that bring no LangChain, and a missing signature, are told", async () => {
  const folder = await folderWith({ "agent.py": given(`${prompt} | x`) });
  const told = async (requirements?: string[]) =>
    (await planPackage(source({ requirements }), folder)).warnings.map(({ path }) => path);
  expect(await told()).toEqual(["signature", "requirements"]);
  expect(await told(["openai"])).toEqual(["signature", "requirements"]);
  expect(await told(["databricks-langchain"])).toEqual(["signature"]);
  expect(await told(["langgraph>=1"])).toEqual(["signature"]);
});
