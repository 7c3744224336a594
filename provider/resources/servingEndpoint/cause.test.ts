import { beforeEach, describe, expect, it, vi } from "vitest";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { causeOf } from "./cause.js";
import { servingEndpoint } from "./resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

/** What Python, below MLflow's own error, says of a variable that is not there. */
const keyError = (file: string, variable = "API_KEY") => `Traceback (most recent call last):
  File "/model/agent.py", line 12, in <module>
    key = os.environ["${variable}"]
          ~~~~~~~~~~^^^^^^^^^^^
  File "${file}", line 685, in __getitem__
    raise KeyError(key) from None
KeyError: '${variable}'

The above exception was the direct cause of the following exception:

mlflow.exceptions.MlflowException: Failed to run user code from /model/agent.py. Error: '${variable}'. Review the stack trace.
`;
const uv = `Resolving 12 packages
  × No solution found when resolving dependencies:
  ╰─▶ Because no-such-package-of-ours was not found in the package registry and
      you require no-such-package-of-ours==99.9, we can conclude that your
      requirements are unsatisfiable.
`;
const uvConflict = `  ╰─▶ Because mlflow==3.17.2 depends on pandas<3 and you require pandas==3.1,
      we can conclude that your requirements and mlflow==3.17.2 are
      incompatible.
      And because you require mlflow==3.17.2, we can conclude that your
      requirements are unsatisfiable.
`;

describe("the cause of a failed deployment", () => {
  it.each([
    ["a variable that is not set", keyError("<frozen os>"), /environment variable API_KEY.*add it to `environment`/],
    ["the same of another Python", keyError("/usr/lib/python3.10/os.py"), /environment variable API_KEY/],
    [
      "uv's words",
      uv,
      /^it requires no-such-package-of-ours==99\.9, which cannot be installed \(no-such-package-of-ours was not found/,
    ],
    ["uv's words of a conflict", uvConflict, /requires .*mlflow==3\.17\.2.*cannot be installed/],
    [
      "pip's words",
      "ERROR: No matching distribution found for nope==9.9\n",
      /^it requires nope==9\.9, which cannot be installed/,
    ],
    [
      "pip's words of a conflict",
      "ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.",
      /^it requires a==1, b==2, which cannot be installed \(they contradict/,
    ],
    [
      "a module that nothing brings",
      "ModuleNotFoundError: No module named 'faiss'\n",
      /imports the module faiss.*`requirements`/,
    ],
  ])("is told by %s", (_what, log, words) => {
    expect(causeOf(log, new Set())).toMatch(words);
  });

  it.each([
    ["a key of any other dictionary", "  File \"/model/agent.py\", line 3, in answer\nKeyError: 'API_KEY'\n", []],
    ["a variable that is set", keyError("<frozen os>"), ["API_KEY"]],
    ["nothing that is known", "ValueError: no\n", []],
  ])("is left to the log where it is %s", (_what, log, environment) => {
    expect(causeOf(log, new Set(environment))).toBeUndefined();
  });

  it("stands in the message, and the log's end behind it, without lines about what was installed", async () => {
    const { engine, workspace } = stackOf(servingEndpoint);
    const packages = Array.from({ length: 60 }, (_, index) => ` + package-${index}==1.0`).join("\n");
    workspace.serving.buildLog = `Resolving\n${packages}\ndone\n`;
    workspace.serving.failing.set("main.agents.support/1", keyError("<frozen os>"));
    const { message } = await engine.up({ model: "models:/main.agents.support/1", environment: { OTHER: "x" } });
    const [said = "", ...logs] = message.split("\n--- ");
    expect(said).toMatch(
      /could not deploy main-agents-support_1: the agent reads the environment variable API_KEY, which/,
    );
    expect(said).toMatch(/It serves nothing yet\. Everything is kept/);
    expect(logs.map((log) => log.split(",")[0])).toEqual(["server log", "build log"]);
    expect(message).not.toContain("+ package-");
    expect(message).toContain("Resolving\ndone");
  });

  it("is told of a version that fails beside one that serves", async () => {
    const { engine, workspace } = stackOf(servingEndpoint);
    await engine.up({ model: "models:/main.agents.support/1" });
    workspace.serving.failing.set("main.agents.support/2", keyError("<frozen os>", "DB_URL"));
    const rollout = { canary: [50, 100], pauseSeconds: 0 };
    const { message } = await engine.up({ model: "models:/main.agents.support/2", rollout });
    expect(message).toMatch(/environment variable DB_URL.*It still serves version 1 of main\.agents\.support/);
  });
});
