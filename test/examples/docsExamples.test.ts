import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declaredNames, exampleProgram, withSuffix } from "../docs/exampleProgram.js";
import { documentedExamples } from "../docs/examples.js";
import { Project } from "../support/engine.js";
import { question } from "../support/workspace.js";

const quickstart = join(__dirname, "../../examples/quickstart");

/** Files that the examples name, beside those of the quickstart. */
const besides = {
  "classifier.py": `from mlflow.models import set_model
from mlflow.pyfunc import PythonModel


class Classifier(PythonModel):
    def predict(self, context, model_input, params=None):
        return ["other"] * len(model_input)


set_model(Classifier())
`,
  "labels.json": '["billing", "other"]\n',
};

/** A project whose program is TypeScript, checked by Pulumi's own compiler run as a user's would be. */
async function typescriptProject(name: string, program: string): Promise<Project> {
  const project = await Project.create(name, {
    "package.json": JSON.stringify({ name, private: true, main: "index.ts" }),
    "index.ts": program,
    ...besides,
  });
  for (const file of ["agent.py", "tools", "requirements.txt", "tsconfig.json"]) {
    cpSync(join(quickstart, file), join(project.folder, file), { recursive: true });
  }
  return project;
}

describe("what the documentation shows", async () => {
  const examples = await documentedExamples();
  const readme = examples.filter(({ where }) => where.startsWith("README.md"));
  let deployed: Project;
  let previewed: Project;
  beforeAll(async () => {
    deployed = await typescriptProject("readme", readme[0]?.program ?? "");
    previewed = await typescriptProject("examples", "");
  });
  afterAll(async () => {
    await previewed.remove();
    await deployed.remove();
  });

  it("README.md: the program deploys an agent that answers", async () => {
    expect(readme).toHaveLength(1);
    await deployed.up();
    expect(await deployed.outputs()).toMatchObject({ url: expect.stringMatching(/\/invocations$/) });
    expect(await question("agents_main-agents-support", "Where is my parcel?")).toContain("Where is my parcel?");
    expect(await deployed.preview()).toEqual([]);
  });

  // After the README's program: the examples of `get` read what it made. All in one stack, because each preview takes
  // seconds; a failure names the module, or the resource with the module's name behind its own.
  it("each example type-checks, and a preview shows its resources", async () => {
    const modules = examples.map(({ where, program }) => {
      const name = where.replace(/\.ts\b|\.md\b/g, "").replace(/[^A-Za-z0-9]+/g, "-");
      return { name, text: withSuffix(exampleProgram(program), name) };
    });
    for (const { name, text } of modules) previewed.write(`${name}.ts`, text);
    previewed.write("index.ts", modules.map(({ name }) => `import "./${name}";\n`).join(""));
    const steps = await previewed.preview();
    expect(steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort()).toEqual(
      ["examples-dev", ...modules.flatMap(({ text }) => declaredNames(text))].map((name) => `create ${name}`).sort(),
    );
  });
});
