import { expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py" };

it("what would fail where the agent is served is refused by the preview, all at once", async () => {
  const { write } = agentFolder();
  write("agent.py", `import openai\nfrom . import tools\n${echoAgent("one")}`);
  const { engine, workspace } = stackOf(loggedAgent);
  const { operation, message } = await engine.up(code);
  expect(operation).toBe("refused");
  expect(message).toContain(
    'requirements: agent.py:1:1: openai is imported here, and no requirement brings it. Add "openai" to `requirements`. [missing-requirement]\n    import openai\n    ^',
  );
  expect(message).toContain("code: agent.py:2:1: this import is relative");
  expect(workspace.tracking.models.size).toBe(0);
  write("agent.py", `import openai  # mlflow-agents: ignore[missing-requirement]\n${echoAgent("one")}`);
  expect((await engine.up(code)).operation).toBe("create");
});

it("a warning stops nothing unless warningsAsErrors says so, and changes nothing of what is logged", async () => {
  const { write } = agentFolder();
  write("agent.py", `def later():\n    import openai\n\n\n${echoAgent("one")}`);
  const { engine, workspace } = stackOf(loggedAgent);
  const refused = await engine.up({ ...code, warningsAsErrors: true });
  expect([refused.operation, refused.message]).toEqual(["refused", expect.stringContaining("[missing-requirement]")]);
  expect((await engine.up(code)).operation).toBe("create");
  write("agent.py", echoAgent("two"));
  expect((await engine.up({ ...code, warningsAsErrors: true })).operation).toBe("update");
  // Less strict from now on, which a review should see; the workspace hears nothing of it.
  const before = workspace.calls.length;
  expect((await engine.up(code)).operation).toBe("update");
  expect(workspace.calls.slice(before)).toEqual([]);
  expect((await engine.up(code)).operation).toBe("same");
});

it("requirements that are not known yet miss nothing", async () => {
  const { write } = agentFolder();
  write("agent.py", `import openai\n${echoAgent("one")}`);
  const { engine } = stackOf(loggedAgent);
  expect((await engine.preview({ ...code, requirements: unknownValue })).operation).not.toBe("refused");
  expect((await engine.preview({ ...code, requirements: ["mlflow", "openai"] })).operation).toBe("create");
});
