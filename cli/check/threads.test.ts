import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { smallAgent } from "../../test/conformance/folder.js";

// Threads run the built command: many agents at once give what they give one by one.

const main = path.join(__dirname, "../../dist/cli/main.js");
const report = z.object({ agents: z.array(z.object({ file: z.string() })), findings: z.array(z.unknown()) });
const many = 60;
let folder: string;

const nameOf = (index: number) => `a${String(index).padStart(2, "0")}/agent.py`;

beforeAll(() => {
  if (!existsSync(main)) throw new Error("dist/ is missing: run `npm run build`.");
  folder = mkdtempSync(path.join(tmpdir(), "threads-"));
  for (let index = 0; index < many; index++) {
    const file = path.join(folder, nameOf(index));
    mkdirSync(path.dirname(file));
    const fault = index % 3 === 0 ? 'print "two"\n' : "";
    writeFileSync(file, `# agent ${index}\n${fault}${smallAgent}`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, "check", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_V8_COVERAGE: undefined },
  });
  return { stdout, stderr, status };
}

test("many agents give what they give a few at a time, in the same order", { timeout: 60_000 }, () => {
  const whole = check(".", "--json");
  const names = Array.from({ length: many }, (_, index) => nameOf(index));
  const parts = [names.slice(0, 30), names.slice(30)].map((some) => check(...some, "--json"));
  expect([whole.status, ...parts.map(({ status }) => status)]).toEqual([1, 1, 1]);
  const [all, ...halves] = [whole, ...parts].map(({ stdout }) => report.parse(JSON.parse(stdout)));
  expect(all?.agents.map(({ file }) => file)).toEqual(names);
  expect(all?.findings).toHaveLength(20);
  expect(all?.findings).toEqual(halves.flatMap(({ findings }) => findings));
});
