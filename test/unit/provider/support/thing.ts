import { z } from "zod";
import { AgentsError } from "../../../../provider/errors.js";
import { route } from "../../../../provider/http/index.js";
import { computed, record, replace, update } from "../../../../provider/lifecycle/fields.js";
import { type Context, defineResource, type Sight } from "../../../../provider/resource.js";

const fields = {
  name: replace(z.string(), "its name is its id"),
  size: update(z.number().optional(), "it grows"),
  labels: update(z.record(z.string(), z.string()).optional(), "they can be changed"),
  key: update(z.string().optional(), "it can be changed", { secret: true }),
  note: update(z.string().optional(), "it can be changed"),
  keep: record(z.boolean().optional(), "it only matters at the end"),
  shout: computed(z.string(), "ignore", "follows from the name"),
};

/** What a test lets the resource do. */
export interface Plan {
  check?: (context: Context) => unknown;
  look?: (context: Context) => Promise<Sight>;
  read?: (context: Context) => unknown;
  create?: (context: Context) => unknown;
  update?: (context: Context) => unknown;
  delete?: (context: Context) => unknown;
}

/** A resource that does what the test says, and else nothing. */
export function thingOf(plan: Plan = {}) {
  return defineResource({
    type: "Thing",
    fields,
    outputs: z.object({ state: z.string() }),
    stateVersion: 3,
    usesWorkspace: true,
    migrate: (state, version) => ({ ...state, note: `from version ${version}` }),
    async check(context, { inputs }) {
      await plan.check?.(context);
      return { inputs: { shout: String(inputs.name).toUpperCase() }, problems: [] };
    },
    needsUpdate: (state) => (state.state === "READY" ? undefined : `it is ${state.state}.`),
    look: async (context) => (await plan.look?.(context)) ?? { unfinished: false },
    deleteBeforeReplace: (old, next) => old.name === next.name,
    async read(context, id, state) {
      const found = await plan.read?.(context);
      if (found === "gone") return undefined;
      return { inputs: state === undefined ? { name: id } : {}, outputs: { state: "READY" } };
    },
    async create(context, inputs) {
      await plan.create?.(context);
      return { id: inputs.name, outputs: { state: "READY" } };
    },
    async update(context) {
      await plan.update?.(context);
      return { state: "READY" };
    },
    async delete(context) {
      await plan.delete?.(context);
    },
  });
}

/** An answer of the workspace, as provider/http would throw it. */
export function answer(code: ConstructorParameters<typeof AgentsError>[0], message = `answered ${code}`) {
  return new AgentsError(code, message);
}

/** A call that is under way until it is cancelled. */
export async function hang(context: Context): Promise<void> {
  const workspace = await context.workspace();
  await workspace.call({ method: "GET", path: route`/hang` });
}
