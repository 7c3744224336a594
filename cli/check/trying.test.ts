import { beforeEach, expect, test, vi } from "vitest";
import { thisHost } from "../../provider/validation/host.js";
import { folderWith, smallAgent } from "../../test/conformance/folder.js";
import { runs, type ValidationHost, validationHost } from "../../test/support/validationHost.js";
import { checkCommand } from "./index.js";

// Everything is real but the processes: test/validation runs those.
vi.mock("../../provider/validation/host.js", () => ({ thisHost: vi.fn() }));

let host: ValidationHost;
beforeEach(async () => {
  host = await validationHost({ API_KEY: "value" });
  vi.mocked(thisHost).mockReturnValue(host);
});

async function checked(files: Record<string, string>, ...args: string[]) {
  const said = { out: "", err: "" };
  const code = await checkCommand(args, {
    folder: await folderWith(files),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: false,
  });
  return { code, ...said };
}

test("an agent is only run when that is asked for, and with the variables that are named", async () => {
  const files = { "agent.py": smallAgent, "requirements.txt": "mlflow\n" };
  expect((await checked(files)).code).toBe(0);
  expect(host.commands).toEqual([]);
  const { code, err } = await checked(files, "--predict", "--env", "API_KEY");
  expect(code).toBe(0);
  expect(runs(host)).toEqual(["uv venv", "uv pip", "agent"]);
  expect(host.commands.at(-1)?.args).toContain("predict");
  expect(host.commands.at(-1)?.env.API_KEY).toBe("value");
  expect(err).toContain("agent.py: validate: loading the agent\n");
});

test("one that fails is a finding at its line, in JSON as well, and its output is shown", async () => {
  host.agent = async ({ onReport }) => {
    const frames = [{ file: "agent.py", line: 4, function: "predict", text: 'return {"output": []}' }];
    const error = { type: "KeyError", module: "builtins", message: "'x'", missing: "", origin: "os", explicit: false };
    onReport?.(JSON.stringify({ failed: { stage: "load", errors: [{ ...error, frames }] } }));
    return { output: "hello\n" };
  };
  const files = { "agent.py": smallAgent, "requirements.txt": "mlflow\n" };
  const { code, out, err } = await checked(files, "--load");
  expect(code).toBe(1);
  expect(out).toContain("agent.py:4:1: error[validate]: the agent does not load: KeyError: 'x'.");
  expect(out).toContain("environmentVariables");
  expect(err).toContain("  | hello");
  const { findings } = JSON.parse((await checked(files, "--load", "--json")).out);
  expect(findings).toMatchObject([{ code: "validate", severity: "error", file: "agent.py", line: 4 }]);
});

test("one with an error that reading it finds is not run; one that cannot be packaged has not passed", async () => {
  const broken = "import mlflow\nmlflow.models.set_model(\n";
  expect((await checked({ "agent.py": broken }, "agent.py", "--load")).code).toBe(1);
  const unsigned = "import mlflow\nfrom elsewhere import Agent\nmlflow.models.set_model(Agent())\n";
  const { code } = await checked({ "agent.py": unsigned, "requirements.txt": "mlflow\nelsewhere\n" }, "--load");
  expect(code).toBe(1);
  expect(host.commands).toEqual([]);
});
