import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ZodObject } from "zod";
import { hidden } from "../../../provider/transport/hidden.js";
import { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint } from "../../../sdk/index.js";
import { FakeWorkspace } from "../../support/fakeWorkspace.js";
import { agentFolder } from "./support/agentFolder.js";
import type { Recorded } from "./support/engine.js";
import { declare } from "./support/mocks.js";
import { resources } from "./support/registry.js";
import { stackOf } from "./support/stack.js";

// What stands in the state of every stack can never be renamed. `UPDATE_GOLDENS=1 npx vitest run --project unit
// test/unit/provider/goldenState` writes the goldens of this release; those of releases that are out are never rewritten.
// 0.1.0-1 is how a policy was recorded before its document became one line of text.
const folder = join(__dirname, "../../goldens/state");
const updating = process.env.UPDATE_GOLDENS === "1";
const root = join(__dirname, "../../..");
const release: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** Compares `actual` with the golden at `path`, or makes it the golden. */
function expectGolden(path: string, actual: unknown): void {
  const file = join(folder, path);
  const text = `${JSON.stringify(sorted(actual), null, 2)}\n`;
  if (updating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** A program with each resource: arguments as the sdk hands them on. The bench of a stack's state measures them as well. */
const programs: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(folder, "programs.json"), "utf8"),
);

/** A workspace in which the program was deployed, and the arguments of one of its resources. */
async function deployed(type: string) {
  agentFolder();
  const workspace = new FakeWorkspace();
  const { engine: agent } = stackOf(resources.loggedAgent as never, { name: "agent" }, workspace);
  await agent.up({ code: "agent.py" });
  const reference = { modelId: agent.state?.outputs.modelId, digest: "d".repeat(64) };
  const args = { ...programs[type], ...(type === "RegisteredModel" ? { agent: reference } : {}) };
  const resource = Object.values(resources).find((each) => each.type === type);
  if (resource === undefined) throw new Error(`there is no ${type}`);
  const { engine } = stackOf(resource, {}, workspace);
  const { message } = await engine.up(args);
  expect(message).toBe("");
  return { workspace, engine, args, resource };
}

/** Without what follows from the package's own files, which may differ from release to release. */
function withoutDigests(state: unknown): unknown {
  const text = JSON.stringify(state).replace(/"[0-9a-f]{64}"/g, '"<sha256>"');
  return JSON.parse(text.replace(/\b[0-9a-f]{8}-[0-9a-z]{15}\b/g, "<owner>"));
}

it("names in the state never change", async () => {
  const declared = await declare(() => {
    new AuthPolicy("x", {});
    new LoggedAgent("x", { code: "agent.py" });
    new RegisteredModel("x", { name: "a", agent: "m-1" });
    new ServingEndpoint("x", { model: "models:/a/1" });
  });
  const types = declared.map(({ type, inputs }) => {
    const resource = Object.values(resources).find((each) => type.endsWith(`:${each.type}`));
    if (!(resource?.outputs instanceof ZodObject)) throw new Error(`${type} is no resource with outputs`);
    return {
      type,
      provider: inputs.__provider,
      stateVersion: resource.stateVersion,
      arguments: Object.keys(resource.fields).sort(),
      outputs: Object.keys(resource.outputs.shape).sort(),
    };
  });
  types.sort((a, b) => (a.type < b.type ? -1 : 1));
  expectGolden("names.json", { types, hidden });
});

describe.each(Object.keys(programs))("the state of a %s", (type) => {
  it("is written as this release always wrote it", async () => {
    const { engine } = await deployed(type);
    const { id, inputs, outputs } = engine.state ?? {};
    expectGolden(`${release}/${type}.json`, withoutDigests({ id, inputs, outputs }));
  });

  // The engine writes inputs and outputs anew after each resource of a stack, so each byte counts. Without the map of files,
  // which is the user's own.
  it("takes at most 1,500 bytes beside what the user gave", async () => {
    const { engine, args } = await deployed(type);
    const { files: _in, ...inputs } = engine.state?.inputs ?? {};
    const { files: _out, ...outputs } = engine.state?.outputs ?? {};
    const given = pickNames(inputs, Object.keys(args));
    const bytes = JSON.stringify({ inputs, outputs }).length - JSON.stringify(given).length;
    expect(bytes).toBeLessThanOrEqual(1_500);
    // What is derived is one line each: the file backend indents, and a nested value takes several times its text.
    const lines = JSON.stringify({ inputs, outputs }, null, 4).split("\n").length;
    expect(lines - JSON.stringify(given, null, 4).split("\n").length).toBeLessThanOrEqual(65);
  });

  it.each(updating ? [release] : readdirSync(folder).filter((name) => /^\d/.test(name)))(
    "that release %s wrote is read, kept, refreshed and destroyed",
    async (written) => {
      const { engine, args, resource, workspace } = await deployed(type);
      const golden: Pick<Recorded, "id" | "inputs" | "outputs"> = JSON.parse(
        readFileSync(join(folder, written, `${type}.json`), "utf8"),
      );
      const today = engine.state;
      // The digests of today stand for those of the release: they are other ones by right.
      const inputs = { ...golden.inputs, ...pick(today?.inputs) };
      if (golden.outputs.__owner === undefined) withoutOwners(workspace);
      const outputs = { ...golden.outputs, ...pick(today?.outputs) };
      if (outputs.__owner !== undefined) outputs.__owner = today?.outputs.__owner;
      engine.state = { ...golden, inputs, outputs, initErrors: [] };
      expect(await engine.preview(args)).toMatchObject({ operation: "same" });
      expect(await engine.refresh()).toMatchObject({ message: "" });
      expect(await engine.preview(args)).toMatchObject({ operation: "same" });
      expect(resource.outputs.safeParse(engine.state?.outputs).success).toBe(true);
      expect(await engine.destroy()).toMatchObject({ operation: "delete", message: "" });
      expect(workspace.serving.endpoints.size).toBe(0);
    },
  );
});

/** A workspace in which a release made everything that wrote no owner ids. */
function withoutOwners({ serving, models, tracking }: FakeWorkspace): void {
  for (const { tags } of [...serving.endpoints.values(), ...models.models.values(), ...tracking.models.values()])
    tags.delete("pulumi_owner");
}

/** The entries that hold digests. */
const pick = (values: Record<string, unknown> = {}) => pickNames(values, ["digest", "files", "agent"]);

function pickNames(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
