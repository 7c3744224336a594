import { isAgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { makeItFirst, notThereYet } from "../../lifecycle/notThereYet.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { registryOf, type Version } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { type AliasToCome, aliasToCome } from "./movingAliases.js";
import { respelled } from "./naming.js";
import { digestOf } from "./promotedContent.js";
import { parseVersionUri, type SourceVersion, sourceSchema } from "./references.js";

/** What `from` names. */
interface Found {
  /** As far as it is known: the whole, or a part of it, may be the placeholder of unknown.ts. */
  source?: SourceVersion | string;
  problems: Problem[];
}

const path = "from";

/**
 * The version that `from` names, so that a preview shows which version and digest would move: where a model of this program
 * moves the alias, the one that it will name then. What is not there is an error, and in a preview not known yet.
 *
 * @param recorded inputs of the run before
 */
export async function sourceOf(
  context: Context,
  workspace: Workspace,
  validated: Validated,
  recorded: Readonly<Record<string, unknown>>,
): Promise<Found> {
  const { from } = validated.inputs;
  if (from === undefined) return { problems: [] };
  if (!usable(validated, path) || typeof from !== "string") return { source: unknownValue, problems: [] };
  const { name: given, version, alias } = parseVersionUri(from);
  const before = sourceSchema.safeParse(recorded.source).data?.name;
  const name = workspace.registry === "unityCatalog" ? (respelled(given, before) ?? given) : given;
  const coming = alias === undefined ? undefined : aliasToCome(workspace, name, alias);
  const number = version ?? (context.preview ? coming?.version : undefined);
  let found: Version | undefined;
  try {
    const registry = registryOf(workspace);
    found =
      number === undefined
        ? await registry.getVersionByAlias(name, alias ?? "")
        : await registry.getVersion(name, number);
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    return absent(context, { code: error.code, path, message: `it could not be looked up: ${error.message}` }, "");
  }
  if (coming !== undefined && !isThere(coming, name, found)) {
    if (context.preview && number === undefined) {
      return { source: { name, version: unknownValue, digest: coming.digest ?? unknownValue }, problems: [] };
    }
    if (!context.preview && found !== undefined) warnOfOrder(context, from, found);
  }
  if (found === undefined) {
    const wayOut = ` ${makeItFirst} It is looked for at ${workspace.host} only, this stack's own workspace.`;
    return absent(context, { code: "notFound", path, message: `there is no version "${from}".` }, wayOut);
  }
  const is = `version ${found.version} of "${name}" is ${found.status}, not READY.`;
  if (found.status === "FAILED") return { problems: [{ code: "invalidArgument", path, message: is }] };
  if (found.status !== "READY") return absent(context, { code: "conflict", path, message: is }, "");
  return { source: { name, version: found.version, digest: digestOf(name, found) }, problems: [] };
}

/** Whether an alias points already where this program will have it. */
function isThere(coming: AliasToCome, name: string, found: Version | undefined): boolean {
  if (found === undefined) return false;
  return coming.version === undefined ? digestOf(name, found) === coming.digest : found.version === coming.version;
}

/** @param wayOut what to do where it is an error */
function absent(context: Context, problem: Problem, wayOut: string): Found {
  if (!context.preview) return { problems: [{ ...problem, message: `${problem.message}${wayOut}` }] };
  notThereYet(context, [problem], "the update stops before the model is touched");
  return { source: unknownValue, problems: [] };
}

/** An update looks when it comes to this resource: what is to move the alias should have been through by then. */
function warnOfOrder(context: Context, from: string, found: Version): void {
  context.warn(
    `from: another resource of this program moves the alias of "${from}", and has not done so yet: version ${found.version} is ` +
      "copied now, and the next `pulumi up` copies the other. Give `from` an output of that resource, or name it in `dependsOn`.",
  );
}
