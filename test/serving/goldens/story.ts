import { echoAgent } from "../../support/agents.js";
import { Project } from "../../support/engine.js";
import { type Recorder, type RecordedCall } from "../support/recorder.js";
import type { Chapter, Step } from "./chapters.js";

const model = "main.agents.golden";

/**
 * A model whose agents answer "one" and "two".
 *
 * @param versions how many it has
 */
export async function goldenModel(versions: 1 | 2): Promise<Project> {
  const text = `const a = require("pulumi-mlflow-agents");
const agent = new a.LoggedAgent("golden", { code: "agent.py" });
new a.RegisteredModel("golden", { name: "${model}", agent, forceDestroy: true });
`;
  const project = await Project.create("golden-model", { "index.js": text, "agent.py": echoAgent("one") });
  await project.up();
  if (versions === 2) {
    project.write("agent.py", echoAgent("two"));
    await project.up();
  }
  return project;
}

/**
 * Tells a chapter: for each step what the preview predicts, the calls that the run makes, and what is left to do.
 *
 * @returns the text of its golden file
 */
export async function tell(chapter: Chapter, recorder: Recorder): Promise<string> {
  const endpoint = `golden-${chapter.name}`;
  const program = ({ args, version = 1, served }: Step) => `const a = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
new a.ServingEndpoint("it", { name: "${endpoint}", ${served ?? `model: "models:/${model}/${version}",`} ${args} });
`;
  const project = await Project.create(`golden-${chapter.name}`, {}, { DATABRICKS_HOST: recorder.host });
  const lines = [`# ${chapter.name}`, ""];
  try {
    for (const step of chapter.steps) {
      project.write("index.js", program(step));
      lines.push(`## ${step.what}`, "", ...shown("program", declared(step)));
      const predicted = await project.preview();
      lines.push(...shown("preview", predicted.filter(({ urn }) => urn.endsWith("::it")).map(predictedText)));
      const begin = recorder.calls.length;
      await project.up();
      lines.push(...shown("calls", recorder.calls.slice(begin).flatMap(callText)));
      lines.push(...shown("left to do", await left(project)), "");
    }
  } finally {
    await project.remove();
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function declared({ args, version = 1, served }: Step): string[] {
  const text = [served ?? `model: version ${version}`, args].filter(Boolean).join("\n");
  return text.split("\n").map((line) => line.trim().replace(/,$/, ""));
}

function predictedText({ op, paths }: { op: string; paths: string[] }): string {
  // Pulumi's CLI hides what begins so.
  const seen = paths.filter((path) => !path.startsWith("__"));
  return seen.length === 0 ? op : `${op}: ${seen.join(", ")}`;
}

async function left(project: Project): Promise<string[]> {
  const [plain, refreshed] = [await project.preview(), await project.preview("--refresh")];
  const text = (steps: typeof plain) => (steps.length === 0 ? "nothing" : steps.map(predictedText).join("; "));
  return [`at once: ${text(plain)}`, `after a refresh: ${text(refreshed)}`];
}

/** What changes something, and reads of anything but the endpoint: how often that is looked at depends on the machine. */
function callText({ method, path, body }: RecordedCall): string[] {
  if (/well-known|\/scim\/v2\/Me$|\/token$/.test(path)) return [];
  if (method === "GET" && /^\/api\/2\.0\/serving-endpoints\/[^/]+(?:\/served-models\/[^/]+\/(?:build-)?logs)?$/.test(path)) return [];
  const shownPath = path.replace(/[0-9a-f]{32}/g, "<id>").replace(/\+/g, " ");
  const json = body === undefined ? [] : jsonLines(body);
  return [`${method} ${shownPath}`, ...json.map((line) => `  ${uuids(line)}`)];
}

function uuids(text: string): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<application id>");
}

function shown(title: string, lines: readonly string[]): string[] {
  return [`${title}:`, ...(lines.length === 0 ? ["  none"] : lines.map((line) => `  ${line}`))];
}

/** JSON in which everything that fits stands on one line. */
function jsonLines(value: unknown): string[] {
  const line = JSON.stringify(value);
  if (line.length <= 90 || typeof value !== "object" || value === null) return [line];
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const entries = Object.entries(value).map(([key, item]) => {
    const [first = "", ...rest] = jsonLines(item);
    return [`${Array.isArray(value) ? "" : `${JSON.stringify(key)}: `}${first}`, ...rest];
  });
  const indented = entries.flatMap((lines, index) => {
    const comma = index === entries.length - 1 ? "" : ",";
    return lines.map((text, at) => `  ${text}${at === lines.length - 1 ? comma : ""}`);
  });
  return [open, ...indented, close];
}
