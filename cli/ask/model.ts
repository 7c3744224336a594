import { z } from "zod";
import { modelVersionLocation, readText } from "../../provider/artifacts/index.js";
import { isAgentsError } from "../../provider/errors.js";
import type { Workspace } from "../../provider/http/index.js";
import type { Endpoint } from "../../provider/resources/servingEndpoint/api.js";
import type { ObservedEntity } from "../../provider/resources/servingEndpoint/entity.js";
import { shareOf } from "../../provider/resources/servingEndpoint/shares.js";
import { columnForms, type Inputs } from "./columns.js";
import { inputsOfEndpoint } from "./endpointSchema.js";
import { jsonOf } from "./json.js";

/** What is known of a model before it is asked. */
export interface ModelSays {
  /** What it takes; undefined where that is not told. */
  inputs: Inputs | undefined;
  /** Whether it can stream; undefined where that is not told. */
  streams: boolean | undefined;
}

/** The entity that a question goes to: the named one, else the one that most questions go to. */
export function entityOf({ active }: Endpoint, name: string | undefined): ObservedEntity | undefined {
  const { entities, routes } = active ?? { entities: [], routes: [] };
  if (name !== undefined) return entities.find((each) => each.name === name);
  const share = (each: ObservedEntity) => shareOf(routes, each.name);
  return entities.toSorted((left, right) => share(right) - share(left))[0];
}

/**
 * What a served model says of itself: its own file, or, where that may not be read, the schema of its endpoint, which who may
 * ask the endpoint may read.
 */
export async function modelSays(
  workspace: Workspace,
  endpoint: string,
  entity: ObservedEntity | undefined,
): Promise<ModelSays> {
  const nothing = { inputs: undefined, streams: undefined };
  if (entity === undefined) return nothing;
  const ofFile = await unlessRefused(() => fromFile(workspace, entity));
  if (ofFile !== undefined) return ofFile;
  const inputs = await unlessRefused(() => inputsOfEndpoint(workspace, endpoint, entity.name));
  return { ...nothing, inputs };
}

async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    return undefined;
  }
}

const flavor = z.object({ streamable: z.boolean().optional(), model_code_path: z.string().optional() });

/** `MLmodel` of a version, and the agent's code where that has to tell. */
async function fromFile(workspace: Workspace, { model, version }: ObservedEntity): Promise<ModelSays | undefined> {
  if (workspace.registry !== "unityCatalog" || model === "" || model.startsWith("system.")) return undefined;
  const location = modelVersionLocation(model, version);
  const { readModelFile } = await import("../../provider/modelPackage/readModelFile.js");
  const file = readModelFile(await readText(workspace, location, "MLmodel"));
  const { inputsOf } = await columnForms();
  const inputs = inputsOf(jsonOf(file.signature?.inputs ?? ""), file.fromTypeHint === true);
  const { streamable, model_code_path: code } = flavor.safeParse(file.flavors.python_function).data ?? {};
  if (streamable !== true || code === undefined) return { inputs, streams: streamable };
  // MLflow calls every agent of its classes streamable. The method stands in the agent's code, or may come from a class
  // that it imports: asked for the whole answer, such a one answers, too.
  const text = await unlessRefused(() => readText(workspace, location, code.split(/[/\\]/).at(-1) ?? code));
  return { inputs, streams: text === undefined ? undefined : /\bpredict_stream\b/.test(text) };
}
