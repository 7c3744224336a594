// docs/images/preview.svg: what `pulumi preview --diff` prints for a change of the example agent, for the README.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../build.mjs";
import { Failure } from "../lib/failure.mjs";
import { at, localFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";
import { stackEnvironment, stackName } from "../lib/stack.mjs";
import { ensurePulumi } from "../setup/pulumi.mjs";
import { deploy } from "../start/deploy.mjs";
import { startWorkspace, workspaceEnvironment } from "../start/workspace.mjs";
import { terminalLines } from "./ansi.mjs";
import { terminalPicture } from "./svg.mjs";

/** The change that the picture shows, as a pull request would bring it: file, what stands there, what it becomes. */
const edits = [
  ["examples/quickstart/tools/prompts.py", /\n$/, "\n# Answers come in the customer's language.\n"],
  [
    "examples/quickstart/index.ts",
    "[servingEndpoint(llm)]",
    '[servingEndpoint(llm), vectorSearchIndex("main.kb.docs")]',
  ],
  ["examples/quickstart/index.ts", "servingEndpoint }", "servingEndpoint, vectorSearchIndex }"],
  [
    "examples/quickstart/index.ts",
    'ENABLE_MLFLOW_TRACING: "true",',
    'ENABLE_MLFLOW_TRACING: "true", LOG_LEVEL: "debug",',
  ],
];

/**
 * Deploys the example, changes a copy of it, and draws what a preview of the copy says.
 *
 * @param {(text: string) => void} say
 * @returns {Promise<string>} path of the picture
 */
export async function drawPreview(say) {
  await build(say);
  const pulumi = await ensurePulumi(say);
  await startWorkspace(say);
  await deploy(pulumi, { print: say, say: () => {} });
  const output = await previewOfChange(pulumi);
  const picture = "docs/images/preview.svg";
  mkdirSync(at("docs/images"), { recursive: true });
  writeFileSync(
    at(picture),
    terminalPicture(readable(output), {
      title: "pulumi preview --diff",
      description:
        "The preview names the changed file of the agent, the vector search index that its policy gains, the new version of the model and the added environment variable of the endpoint.",
    }),
  );
  return picture;
}

async function previewOfChange(pulumi) {
  // A copy inside the repository, so that the program finds its packages; the same project, so that the stack is the same.
  const copy = join(localFolder, "picture");
  rmSync(copy, { recursive: true, force: true });
  cpSync(at("examples/quickstart"), join(copy, "examples/quickstart"), { recursive: true });
  cpSync(at("Pulumi.yaml"), join(copy, "Pulumi.yaml"));
  for (const [file, from, to] of edits) {
    const path = join(copy, file);
    const before = readFileSync(path, "utf8");
    const after = before.replace(from, () => to);
    if (after === before)
      throw new Failure(`${file} does not hold ${from}.`, "Adapt the edits in scripts/docs/picture.mjs.");
    writeFileSync(path, after);
  }
  const env = { ...stackEnvironment(pulumi.folder), ...workspaceEnvironment, PULUMI_DEBUG_COMMANDS: undefined };
  const args = ["preview", "--diff", "--color", "always", "--non-interactive", "--stack", stackName];
  const result = await run(pulumi.cli, args, { cwd: copy, env: { ...env, NO_COLOR: undefined } });
  rmSync(copy, { recursive: true, force: true });
  if (result.code !== 0) throw new Failure("The preview failed.", [], { detail: tail(result.output, 20) });
  return result.stdout;
}

/** The output without what says nothing to a reader of the README: progress, URNs, the stack's outputs, most of each digest. */
export function readable(output) {
  const noise = /^(?:Previewing update|Loading|@ |\s*$)|^\s*\[urn=|pulumi:pulumi:Stack: \(same\)/;
  const lines = terminalLines(output.replaceAll("\r", "")).filter((pieces) => !noise.test(plain(pieces)));
  const outputs = lines.findIndex((pieces) => plain(pieces).includes("--outputs:--"));
  const resources = lines.findIndex((pieces) => plain(pieces).startsWith("Resources:"));
  const kept = outputs < 0 || resources < 0 ? lines : [...lines.slice(0, outputs), ...lines.slice(resources)];
  return kept.map(withShortDigests);
}

const plain = (pieces) => pieces.map(({ text }) => text).join("");

/** Pulumi colours the characters of a digest that differ, so a digest can be in several pieces. */
function withShortDigests(pieces) {
  const dropped = new Set();
  for (const match of plain(pieces).matchAll(/\b[0-9a-f]{64}\b/g)) {
    for (let index = 8; index < 64; index++) dropped.add(match.index + index);
  }
  let at = 0;
  return pieces
    .map((piece) => {
      const begin = at;
      at += piece.text.length;
      // The first dropped character becomes the sign that something was dropped.
      const text = [...piece.text].map((letter, index) => {
        if (!dropped.has(begin + index)) return letter;
        return dropped.has(begin + index - 1) ? "" : "…";
      });
      return { ...piece, text: text.join("") };
    })
    .filter(({ text }) => text !== "");
}
