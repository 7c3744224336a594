import { beforeEach, describe, expect, it, vi } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { runs, type ValidationHost, validationHost } from "../../../test/support/validationHost.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { thisHost } from "../../validation/host.js";
import { loggedAgent } from "./resource.js";

// Everything is real but the processes: test/validation runs those.
vi.mock("../../validation/host.js", () => ({ thisHost: vi.fn() }));

const code = { code: "agent.py" };
const tried = () => runs(host).filter((one) => one === "agent").length;
let host: ValidationHost;

async function anotherMachine(): Promise<void> {
  host = await validationHost();
  vi.mocked(thisHost).mockReturnValue(host);
}

beforeEach(anotherMachine);

it("an agent that does not load is refused by the preview, and nothing is created", async () => {
  agentFolder();
  const { engine, workspace } = stackOf(loggedAgent);
  host.agent = async ({ onReport }) => {
    const frames = [{ file: "agent.py", line: 2, function: "<module>", text: "import nothing" }];
    const error = { type: "ModuleNotFoundError", module: "builtins", message: "No module named 'nothing'" };
    const errors = [{ ...error, missing: "nothing", origin: "", explicit: false, frames }];
    onReport?.(JSON.stringify({ failed: { stage: "load", errors } }));
    return { output: "hello from the agent\n" };
  };
  expect((await engine.preview({ ...code, validate: "load" })).operation).toBe("refused");
  const { operation, message } = await engine.up({ ...code, validate: "load" });
  expect(operation).toBe("refused");
  expect(message).toContain("validate: the agent does not load: ModuleNotFoundError: No module named 'nothing'");
  expect(message).toContain("agent.py, line 2: import nothing");
  expect(message).toContain("| hello from the agent");
  expect(workspace.tracking.models.size).toBe(0);
});

it("one that passed is not tried again until it changes, nor on a machine that never tried it", async () => {
  const folder = agentFolder("one");
  const { engine } = stackOf(loggedAgent);
  const args = { ...code, validate: { mode: "predict", timeoutSeconds: 9 } };
  await engine.preview(args);
  expect((await engine.up(args)).operation).toBe("create");
  expect(tried()).toBe(1);
  await anotherMachine();
  expect((await engine.up({ ...code, validate: "load" })).operation).toBe("update");
  expect(tried()).toBe(0);
  folder.write("agent.py", echoAgent("two"));
  expect((await engine.up({ ...code, validate: "load" })).operation).toBe("update");
  expect(tried()).toBe(1);
  expect((await engine.up(args)).operation).toBe("update");
  expect(tried()).toBe(2);
});

it("the limit of time and the variables that the agent reads reach it", async () => {
  agentFolder();
  const { engine } = stackOf(loggedAgent);
  host.env.OPENAI_API_KEY = "k";
  await engine.up({
    ...code,
    environmentVariables: ["OPENAI_API_KEY"],
    validate: { mode: "predict", timeoutSeconds: 9 },
  });
  const agent = host.commands.at(-1);
  expect(agent?.args).toContain("9");
  expect(agent?.env.OPENAI_API_KEY).toBe("k");
});

describe("the deployer's credentials", () => {
  const given = () => host.commands.at(-1)?.env.DATABRICKS_TOKEN;
  const asked = { ...code, inputExample: { input: [] } };

  it("reach an agent that may have them, which the preview says", async () => {
    agentFolder();
    const { engine } = stackOf(loggedAgent);
    const args = { ...asked, validate: { mode: "predict", credentials: "deployer" } };
    await engine.preview(args);
    expect(given()).toBe("dapi-of-the-deployer");
    expect(engine.log).toContain(
      "info: validate: the agent answers its example with your own credentials at https://fake.example.com.",
    );
  });

  it("reach no other one, and nobody who is only loaded", async () => {
    agentFolder();
    const { engine } = stackOf(loggedAgent);
    for (const validate of [
      "predict",
      { mode: "predict", credentials: "none" },
      { mode: "load", credentials: "deployer" },
    ]) {
      await anotherMachine();
      await engine.preview({ ...asked, validate });
      expect(tried()).toBe(1);
      expect(given()).toBeUndefined();
    }
  });

  it("are the local workspace's own without asking, unless they are refused", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    workspace.local = true;
    await engine.preview({ ...asked, validate: "predict" });
    expect(given()).toBe("dapi-of-the-deployer");
    await anotherMachine();
    await engine.preview({ ...asked, validate: { mode: "predict", credentials: "none" } });
    expect(given()).toBeUndefined();
  });

  it("give way to a variable that the agent declares, and are shown nowhere", async () => {
    agentFolder();
    const { engine } = stackOf(loggedAgent);
    host.env.DATABRICKS_TOKEN = "dapi-of-the-agent";
    host.agent = async ({ env, onReport }) => {
      const error = {
        type: "PermissionDenied",
        module: "databricks.sdk.errors",
        message: `no: ${env.DATABRICKS_TOKEN}`,
      };
      const errors = [{ ...error, missing: "", origin: "", explicit: false, frames: [] }];
      onReport?.(JSON.stringify({ failed: { stage: "predict", errors } }));
      return { output: `token ${env.DATABRICKS_TOKEN}\n` };
    };
    const validate = { mode: "predict", credentials: "deployer" };
    const own = await engine.up({ ...asked, environmentVariables: ["DATABRICKS_TOKEN"], validate });
    expect(given()).toBe("dapi-of-the-agent");
    const others = await engine.up({ ...asked, validate });
    expect(given()).toBe("dapi-of-the-deployer");
    for (const { operation, message } of [own, others]) {
      expect(operation).toBe("refused");
      expect(message).toContain("PermissionDenied");
      expect(message).not.toContain("dapi-of");
    }
  });

  it("make an agent that answered without them answer again", async () => {
    agentFolder();
    const { engine } = stackOf(loggedAgent);
    await engine.up({ ...asked, validate: "predict" });
    expect((await engine.up({ ...asked, validate: { mode: "predict", credentials: "deployer" } })).operation).toBe(
      "update",
    );
    expect(tried()).toBe(2);
  });
});

it("what the agent does that is probably not meant is a warning", async () => {
  agentFolder();
  const { engine } = stackOf(loggedAgent);
  host.agent = async ({ onReport }) => {
    for (const report of [{ wrote: "/srv/notes" }, { passed: true }, { exit: 0 }]) onReport?.(JSON.stringify(report));
    return {};
  };
  expect((await engine.up({ ...code, validate: "load" })).operation).toBe("create");
  expect(engine.log).toEqual([expect.stringMatching(/^warning: validate: .*\/srv\/notes/)]);
});

const refused = { code: 1, output: "error: No solution found: openai==999\n" };

it("requirements that nobody can install are refused by the preview, and nothing of the agent is run", async () => {
  agentFolder();
  const { engine, workspace } = stackOf(loggedAgent);
  host.install = async ({ args }) => (args.at(-1) === "mlflow" ? {} : refused);
  const { operation, message } = await engine.up({ ...code, validate: "install" });
  expect(operation).toBe("refused");
  expect(message).toMatch(/validate: the requirements cannot be installed.*openai==999/s);
  expect(tried()).toBe(0);
  expect(workspace.tracking.models.size).toBe(0);
});

it("requirements that could not be checked are a warning, each time until somebody could tell", async () => {
  agentFolder();
  const { engine } = stackOf(loggedAgent);
  const unreachable = { code: 2, output: "error: Request failed\n" };
  host.install = async () => unreachable;
  const warnings = () => engine.log.splice(0).filter((line) => line.includes("could not be checked"));
  expect((await engine.up({ ...code, validate: "install" })).operation).toBe("create");
  expect(warnings()).toEqual([expect.stringMatching(/^warning: validate: .*Request failed/s)]);
  expect((await engine.up({ ...code, validate: "install" })).operation).toBe("same");
  expect(warnings()).toHaveLength(1);
  // What is logged and did not change keeps nobody from an update.
  host.install = async ({ args }) => (args.at(-1) === "mlflow" ? {} : refused);
  expect((await engine.up({ ...code, validate: "install" })).operation).toBe("same");
  expect(engine.log.splice(0).join()).toMatch(/warning: validate: the requirements cannot be installed/);
  host.install = async () => ({});
  await engine.up({ ...code, validate: "install" });
  await engine.up({ ...code, validate: "install" });
  expect(engine.log).toEqual([]);
});

it("what is not tried, because a part is not known yet, is said", async () => {
  agentFolder();
  const { engine } = stackOf(loggedAgent);
  await engine.preview({ ...code, validate: "predict", modelConfig: { llm: unknownValue } });
  expect(engine.log).toEqual([
    expect.stringMatching(/^(info|note): validate: the agent is not tried in this preview: modelConfig is not known/),
  ]);
});

it.each([
  ["is not asked for", {}],
  ["is to be read only", { validate: "static" }],
  ["is not known completely", { validate: "predict", modelConfig: { llm: unknownValue } }],
  ["is at fault", { validate: "predict", pythonVersion: "3" }],
])("an agent that %s is not run", async (_what, args) => {
  agentFolder();
  const { engine } = stackOf(loggedAgent);
  await engine.preview({ ...code, ...args });
  expect(host.commands).toEqual([]);
});
