import { expect, test } from "vitest";
import { folderWith, planOf, source } from "../../test/conformance/folder.js";
import { planPackage } from "../modelPackage/plan.js";
import type { AgentSource } from "../modelPackage/types.js";
import { field } from "../python/documents/values.js";

const agent = (before: string, predict = "pass") =>
  [
    "import mlflow",
    before,
    "class Agent(mlflow.pyfunc.PythonModel):",
    "    def predict(self, context, model_input):",
    `        ${predict}`,
    '        return "x"',
    "mlflow.models.set_model(Agent())",
    "",
  ].join("\n");
const minimal = 'mlflow.models.set_retriever_schema(primary_key="id", text_column="text")';

async function schemas(code: string, given: Partial<AgentSource> = {}, files: Record<string, string> = {}) {
  const { document } = await planOf(await folderWith({ "agent.py": code, ...files }), given);
  return field(document.metadata ?? null, "dependencies_schemas") ?? null;
}

const plain = { name: "retriever", primary_key: "id", text_column: "text", doc_uri: null, other_columns: [] };

test("a schema with every argument, and one with MLflow's defaults", async () => {
  const full = [
    "from mlflow.models import set_retriever_schema as declare",
    'COLUMNS = ["title", "page"]',
    'declare(primary_key="k", text_column="t" "ext", doc_uri="uri", other_columns=COLUMNS, name="docs")',
    minimal,
  ].join("\n");
  const docs = {
    name: "docs",
    primary_key: "k",
    text_column: "text",
    doc_uri: "uri",
    other_columns: ["title", "page"],
  };
  expect(await schemas(agent(full))).toEqual({ retrievers: [docs, plain] });
});

test("a later schema of the same name takes the place of the earlier one", async () => {
  const twice = `${minimal}\nmlflow.models.set_retriever_schema(primary_key="a", text_column="b", name="x")\n${minimal.replace('"id"', '"other"')}`;
  const result = await schemas(agent(twice));
  expect(field(result, "retrievers")).toMatchObject([{ primary_key: "other" }, { name: "x" }]);
});

test("values of the model configuration are followed", async () => {
  const code = [
    'config = mlflow.models.ModelConfig(development_config={"r": {}})',
    'retriever = config.get("r")',
    'schema = retriever["schema"]',
    'mlflow.models.set_retriever_schema(primary_key=schema["key"], text_column=schema.get("text"),',
    '    doc_uri=schema.get("nothing"), name=schema.get("name", "fallback"))',
    'mlflow.models.set_retriever_schema(**config.get("whole"))',
  ].join("\n");
  const modelConfig = {
    r: { schema: { key: "id", text: "chunk" } },
    whole: { primary_key: "a", text_column: "b", name: "w", other_columns: null },
  };
  expect(field(await schemas(agent(code), { modelConfig }), "retrievers")).toMatchObject([
    { name: "fallback", primary_key: "id", text_column: "chunk", doc_uri: null },
    { name: "w", primary_key: "a", text_column: "b", other_columns: [] },
  ]);
});

test("a local module's schema counts where it is imported; the user's own entry gives way, as in MLflow", async () => {
  const files = { "tools/search.py": `import mlflow\n${minimal.replace(")", ', name="tool")')}\n` };
  const given = { codePaths: ["tools"], metadata: { dependencies_schemas: { mine: 1 }, a: 1 } };
  const result = await schemas(agent(`import tools.search\n${minimal}`), given, files);
  expect(result).toEqual({ retrievers: [{ ...plain, name: "tool" }, plain] });
});

test("what predict sets counts with an example, as MLflow then calls it", async () => {
  expect(await schemas(agent("", minimal))).toBeNull();
  expect(await schemas(agent("", minimal), { inputExample: ["q"] })).toEqual({ retrievers: [plain] });
});

test("what is only run by hand does not count", async () => {
  expect(await schemas(`${agent("")}if __name__ == "__main__":\n    ${minimal}\n`)).toBeNull();
});

test("a schema that only running tells is a warning with its place", async () => {
  const code = agent('import os\nmlflow.models.set_retriever_schema(primary_key=os.getcwd(), text_column="text")');
  const { plan, warnings } = await planPackage(source(), await folderWith({ "agent.py": code }));
  expect(plan?.document.metadata).toBeUndefined();
  const told = warnings.map(({ message }) => message).find((message) => message.includes("set_retriever_schema"));
  expect(told).toContain("agent.py:3:1:");
  expect(told).toContain("`primary_key`");
});

test("names that lead to themselves end", async () => {
  const code = agent("a = b\nb = a\nmlflow.models.set_retriever_schema(primary_key=a, text_column=b)");
  expect(await schemas(code)).toBeNull();
});
