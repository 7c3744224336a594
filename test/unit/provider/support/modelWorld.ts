import { loggedAgent } from "../../../../provider/resources/loggedAgent/resource.js";
import { registeredModel } from "../../../../provider/resources/registeredModel/resource.js";
import { echoAgent } from "../../../support/agents.js";
import { FakeWorkspace } from "../../../support/fakeWorkspace.js";
import { agentFolder } from "./agentFolder.js";
import type { Declaration } from "./engine.js";
import { stackOf } from "./stack.js";

/** Name of the model in the tests of Unity Catalog. */
export const modelName = "main.agents.support";

/** A workspace with logged models to register, and a RegisteredModel. */
export function modelWorld(registry: FakeWorkspace["registry"] = "unityCatalog", declaration: Declaration = {}) {
  const folder = agentFolder();
  const workspace = new FakeWorkspace(registry);
  const { engine: agent } = stackOf(loggedAgent, { name: "agent" }, workspace);
  return {
    workspace,
    folder,
    agent,
    engine: stackOf(registeredModel, declaration, workspace).engine,
    /** Another RegisteredModel of the same workspace. */
    another: (other: Declaration) => stackOf(registeredModel, other, workspace).engine,
    /** Logs an agent that answers `answer`. */
    async log(answer: string, args: Record<string, unknown> = {}) {
      folder.write("agent.py", echoAgent(answer));
      const { message } = await agent.up({ code: "agent.py", ...args });
      if (agent.state === undefined || message !== "") throw new Error(message);
      const { modelId, digest } = agent.state.outputs;
      return { modelId: String(modelId), digest: String(digest) };
    },
    model: (name: string = modelName) => workspace.models.models.get(name),
    /** The calls of `work`, each path below its root. */
    async callsOf(work: () => Promise<unknown>) {
      const before = workspace.calls.length;
      await work();
      return workspace.calls
        .slice(before)
        .map((call) => call.replace(/\/api\/2\.\d\/(mlflow\/)?(unity-catalog\/)?/, "").replace(/m-\w+/, "m-…"));
    },
  };
}
