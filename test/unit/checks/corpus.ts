import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkAgent, type Finding } from "../../../provider/checks/index.js";
import { type AgentSource, type Json, planPackage } from "../../../provider/modelPackage/index.js";
import { declaredPolicy } from "../../../provider/policy/declared.js";

/** One agent of the corpus, written as one text. */
export interface Example {
  name: string;
  /** Path to content; the agent's file is `agent.py`. */
  files: Record<string, string>;
  /** Its arguments, from the lines that begin with `#: name: value`. */
  given: Partial<AgentSource>;
  /** Its policy, from the line `#: policy: {…}`, in the form of the argument; without one nothing is compared with it. */
  policy: Json | undefined;
}

/** The agents of a folder, by name. `#: file path` begins another file of the agent. */
export function examplesIn(folder: string): Example[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  return names.sort().map((name) => ({ name: name.slice(0, -3), ...parse(readFileSync(join(folder, name), "utf8")) }));
}

function parse(text: string): Omit<Example, "name"> {
  const [agent = "", ...others] = text.split(/^#: file (?=\S+$)/m);
  const files: Record<string, string> = { "agent.py": agent };
  for (const other of others) {
    const end = other.indexOf("\n");
    files[other.slice(0, end)] = other.slice(end + 1);
  }
  const given: Partial<AgentSource> = {};
  let policy: Json | undefined;
  for (const [, name = "", value = ""] of agent.matchAll(/^#: (\w+): (.*)$/gm)) {
    if (name === "policy") policy = read(name, value);
    else Object.assign(given, { [name]: read(name, value) });
  }
  return { files, given, policy };
}

function read(name: string, value: string): Json {
  if (name === "requirements" || name === "codePaths") return value.split(", ");
  return value.startsWith("{") ? (JSON.parse(value) as Json) : value;
}

/** What is found in an agent of the corpus, and what keeps it from being packaged beside. */
export async function findingsOf({
  files,
  given,
  policy: authPolicy,
}: Example): Promise<{ findings: Finding[]; others: string[] }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "corpus-")));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const source = { code: "agent.py", codePaths: [], artifacts: {}, mlflowVersion: "3.17.2", ignore: [], ...given };
    const { reading, problems } = await planPackage(source, folder);
    const policy =
      authPolicy === undefined
        ? undefined
        : ({ ...declaredPolicy({ authPolicy }), enforced: "yes", ownCredentials: false } as const);
    const findings = reading === undefined ? [] : checkAgent(reading, { policy });
    const told = new Set(findings.map(({ message }) => message));
    const others = problems.filter(({ message }) => ![...told].some((one) => message.includes(one)));
    return { findings, others: others.map(({ message }) => message) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
