import path from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { checkCommand } from "./index.js";
import { declaredAgents } from "./program.js";
import { findTargets } from "./targets.js";

const project = "name: a\nruntime: nodejs\n";
const declares = (config: string) =>
  `import { LoggedAgent } from "pulumi-mlflow-agents";\nnew LoggedAgent("a", { code: "agent.py", modelConfig: "${config}" });\n`;

/** Which program of a folder declares its agents, and how. */
async function programs(files: Record<string, string>): Promise<string[]> {
  const folder = await folderWith({ "agent.py": smallAgent, ...files });
  return declaredAgents(folder).map(
    (one) => `${path.relative(folder, path.join(one.folder, one.file))} ${one.literals.modelConfig}`,
  );
}

describe("the program is what Pulumi runs", () => {
  const kept = { "index.keep.ts": declares("old") };
  test.each<[string, Record<string, string>, string[]]>([
    ["index.ts, without more said", { "Pulumi.yaml": project, "index.ts": declares("new"), ...kept }, ["index.ts new"]],
    [
      "what package.json names",
      { "Pulumi.yaml": project, "package.json": '{"main": "infra.ts"}', "infra.ts": declares("new"), ...kept },
      ["infra.ts new"],
    ],
    [
      "what Pulumi.yaml names, in its own folder",
      {
        "Pulumi.yaml": `${project}main: infra/main.ts\n`,
        "infra/main.ts": declares("new"),
        "package.json": '{"main": "x.ts"}',
        ...kept,
      },
      ["infra/main.ts new"],
    ],
    [
      "the folder that Pulumi.yaml names",
      { "Pulumi.yaml": `${project}main: ./infra # here\n`, "infra/index.ts": declares("new"), ...kept },
      ["infra/index.ts new"],
    ],
    [
      "with what it imports, however it is written",
      {
        "Pulumi.yaml": project,
        "index.ts":
          'import "./one.js";\nexport * from "./more";\nconst two = require("./two");\n// import "./index.keep";\n',
        "one.ts": 'import "./index.js";\n',
        "more/index.ts": declares("more"),
        "two.js": declares("two"),
        ...kept,
      },
      ["more/index.ts more", "two.js two"],
    ],
    [
      "anything, where the entry is not there",
      { "Pulumi.yaml": project, "package.json": '{"main": "bin/x.js"}', ...kept },
      ["index.keep.ts old"],
    ],
    [
      "anything, where the entry declares no agent that is seen",
      { "Pulumi.yaml": project, "index.ts": 'import "#agents";\n', ...kept },
      ["index.keep.ts old"],
    ],
    ["anything, where no entry is named", { "package.json": "{}", "index.ts": "", ...kept }, ["index.keep.ts old"]],
  ])("%s", async (_what, files, expected) => {
    expect(await programs(files)).toEqual(expected);
  });
});

describe("requirements that a program adds to MLflow's own", () => {
  const agent = `import openai\nimport boto4\n${smallAgent}`;
  const program = (argument: string) => `new LoggedAgent("a", { code: "agent.py", ${argument} });\n`;
  async function check(argument: string) {
    const files = { "agent.py": agent, "more.txt": "openai\n", "Pulumi.yaml": project, "index.ts": program(argument) };
    let [out, err] = ["", ""];
    const write = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
    };
    const code = await checkCommand([], { folder: await folderWith(files), colour: false, ...write });
    return { code, out, err };
  }

  test.each([
    ["a list", 'extraRequirements: ["openai"]', "requirements: index.ts"],
    ["a file", 'extraRequirements: "more.txt"', "requirements: more.txt"],
  ])("%s is compared with the imports", async (_what, argument, from) => {
    const { out, err } = await check(argument);
    expect(err).toContain(from);
    expect(out).toContain("boto4 is imported here");
    expect(out).not.toContain("openai is imported here");
  });

  test("one that only running the program tells is not", async () => {
    const { err } = await check("extraRequirements: list()");
    expect(err).toContain("requirements: not found, so imports are not compared");
  });

  test("both is an error, as it is at the preview", async () => {
    expect((await check('requirements: ["openai"], extraRequirements: ["boto4"]')).out).toContain("exclude each other");
  });
});

test("an agent of a program that Pulumi.yaml names in another folder is found with what the program says of it", async () => {
  const files = { "Pulumi.yaml": `${project}main: src\n`, "src/index.ts": declares("new"), "src/agent.py": smallAgent };
  const folder = await folderWith({ "agent.py": smallAgent, ...files });
  for (const paths of [["."], ["src/agent.py"]]) {
    const found = findTargets(paths, folder).find(({ code }) => code === path.join(folder, "src/agent.py"));
    expect(found?.declared?.literals.modelConfig, String(paths)).toBe("new");
  }
});
