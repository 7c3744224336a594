import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equal } from "../../provider/lifecycle/equal.js";
import { scrub } from "../../provider/lifecycle/scrub.js";
import { containsUnknown } from "../../provider/lifecycle/unknown.js";
import type { Resource } from "../../provider/resource.js";
import { authPolicy } from "../../provider/resources/authPolicy/resource.js";
import { loggedAgent } from "../../provider/resources/loggedAgent/resource.js";
import { registeredModel } from "../../provider/resources/registeredModel/resource.js";
import { servingEndpoint } from "../../provider/resources/servingEndpoint/resource.js";
import { Handlers } from "../../provider/transport/dynamic/handlers.js";
import { FakeWorkspace } from "../support/fakeWorkspace.js";
import { agentFolder } from "../unit/provider/support/agentFolder.js";
import { providerText } from "../unit/provider/support/engine.js";
import { anything, canary, spoiled } from "./inputs.js";
import { valid } from "./valid.js";

/** Inputs in all. `MLFLOW_AGENTS_FUZZ_RUNS=100000` is what `npm test` runs. */
const runs = Number(process.env.MLFLOW_AGENTS_FUZZ_RUNS ?? 5_000);
const seed = Number(process.env.MLFLOW_AGENTS_FUZZ_SEED ?? 20_261_121);

// biome-ignore lint/suspicious/noExplicitAny: it runs any resource.
const resources: Resource<any, any>[] = [authPolicy, loggedAgent, registeredModel, servingEndpoint];
// Reading an agent's folder takes longer than all the rest.
const share: Record<string, number> = { LoggedAgent: 0.07 };

/** Two versions of a model, because a pinned one has to be there. */
function pinnable(workspace: FakeWorkspace): void {
  const root = "/api/2.0/mlflow/unity-catalog";
  const name = "main.agents.support";
  workspace.answer("POST", `${root}/registered-models/create`, {}, { name });
  for (const source of ["models:/m-1", "models:/m-2"]) {
    workspace.answer("POST", `${root}/model-versions/create`, {}, { name, source });
  }
}

describe.each(resources)("check of $type, given anything", (resource) => {
  const numRuns = Math.ceil(runs * (share[resource.type] ?? 0.31));

  it(`never throws, tells no secret, and is the same the second time (${numRuns} inputs)`, async () => {
    const folder = agentFolder();
    folder.write("tools/a.py", "A = 1\n");
    folder.write("notes.txt", "notes\n");
    const workspace = new FakeWorkspace();
    workspace.directory.scopes.set("scope", ["key"]);
    pinnable(workspace);
    let said = "";
    const log = { status: () => {}, write: (_severity: string, _urn: string, message: string) => (said += message) };
    const handlers = new Handlers(resource, async () => workspace, log);
    const hidden = {
      __provider: providerText,
      __urn: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/mlflow-agents:${resource.type}::thing`,
      __secrets: Object.keys(resource.fields),
    };
    const right = valid[resource.type] ?? {};
    const inputs = fc
      .oneof({ weight: 4, arbitrary: spoiled(right) }, { weight: 1, arbitrary: anything })
      .filter((value) => typeof value === "object" && value !== null);
    expect((await handlers.check({}, { ...right, ...hidden })).failures).toEqual([]);
    let accepted = 0;
    const property = fc.asyncProperty(inputs, async (generated) => {
      said = "";
      const raw = { ...(generated as Record<string, unknown>), ...hidden };
      const first = await handlers.check({}, raw);
      const reasons = first.failures.map(({ reason }) => reason).join("\n");
      if (/defect of pulumi-mlflow-agents/.test(reasons)) throw new Error(reasons);
      if (first.failures.some((failure) => failure.property !== "")) throw new Error("a failure names a property");
      if ((reasons + said).includes(canary)) throw new Error(`a secret is repeated: ${reasons}${said}`);
      if (reasons.length > 100_000) throw new Error(`${reasons.length} characters of reasons`);
      if (Object.getPrototypeOf(first.inputs) !== Object.prototype) throw new Error("the prototype was replaced");
      if (first.failures.length > 0) return;
      accepted++;
      if (!containsUnknown(raw) && containsUnknown(first.inputs)) throw new Error("what is known became unknown");
      if (!equal(scrub(first.inputs), first.inputs)) throw new Error("the protocol would refuse the inputs");
      const second = await handlers.check({}, first.inputs);
      expect(second.failures).toEqual([]);
      expect(second.inputs).toEqual(first.inputs);
    });
    const { failed, errorInstance, counterexamplePath, counterexample } = await fc.check(property, { numRuns, seed });
    if (failed) {
      const given = JSON.stringify(counterexample)?.slice(0, 500);
      throw new Error(`seed ${seed}, path ${counterexamplePath}, of ${given}: ${String(errorInstance)}`);
    }
    // Without the ones that are right it would be a test of refusals only.
    expect(accepted).toBeGreaterThan(numRuns / 100);
    expect(({} as Record<string, unknown>).__secrets).toBeUndefined();
    // How long it takes is no goal: beside other stages on a small machine it takes twice as long.
  }, 600_000);
});
