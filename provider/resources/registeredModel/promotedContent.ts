import { createHash } from "node:crypto";
import { copy, listFiles, modelVersionLocation, readText } from "../../artifacts/index.js";
import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { digestTag, ownershipTags } from "../../lifecycle/ownership.js";
import type { Registry, Version } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import type { Content } from "./content.js";
import type { SourceVersion } from "./references.js";
import { dependenciesOf } from "./signature.js";
import { originKeys, promotedFromTag, promotedStackTag } from "./versionTags.js";

/**
 * That very version of another model. In Unity Catalog its files are copied, in a plain registry both versions point to
 * the same ones.
 */
export async function promotedContent(
  context: Context,
  workspace: Workspace,
  registry: Registry,
  from: SourceVersion,
): Promise<Content> {
  const what = `version ${from.version} of "${from.name}"`;
  // It may have been registered moments ago, by the same program.
  const found = await untilSeen(context, what, () => registry.getVersion(from.name, from.version), goneAfterMs);
  if (found === undefined) throw new AgentsError("notFound", `${what} is gone.`, { path: "from" });
  if (found.status !== "READY") throw new AgentsError("conflict", `${what} is not ready.`, { path: "from" });
  if (digestOf(from.name, found) !== from.digest) {
    throw new AgentsError("conflict", `${what} is not what the preview showed any more.`, { path: "from" });
  }
  const files = modelVersionLocation(from.name, from.version);

  return {
    digest: from.digest,
    modelId: undefined,
    runId: found.runId === "" ? undefined : found.runId,
    history: historyOf(from, found),
    async source() {
      return `models:/${from.name}/${from.version}`;
    },
    // It was read above.
    async requireSource() {},
    async dependencies() {
      return dependenciesOf(await readText(workspace, files, "MLmodel"), what);
    },
    async write(context, to, progress) {
      // Each file is announced with its source's size, so one that came short is refused by the server.
      const paths = await listFiles(workspace, files);
      await copy(workspace, files, to, paths, { signal: context.signal, progress });
      const [before, after] = [await readText(workspace, files, "MLmodel"), await readText(workspace, to, "MLmodel")];
      if (before !== after) {
        throw new AgentsError("conflict", `the copy of ${what} is not what was copied: its MLmodel differs.`);
      }
    },
  };
}

/** The digest a version carries; one that this package did not make is known by its name. */
export function digestOf(name: string, version: Version): string {
  return version.tags[digestTag] ?? createHash("sha256").update(`models:/${name}/${version.version}`).digest("hex");
}

/** Where the source came from, kept by the copy: its commit, its stack, and the versions it went through. */
function historyOf(from: SourceVersion, { tags }: Version): Record<string, string> {
  const kept = originKeys.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]] as const]));
  const path = [tags[promotedFromTag], `${from.name}/${from.version}`].filter((step) => step !== undefined).join(" > ");
  const stack = tags[promotedStackTag] ?? tags[ownershipTags.stack];
  return {
    ...Object.fromEntries(kept),
    // Unity Catalog takes 1000 characters; the end is what tells most.
    [promotedFromTag]: path.slice(-1000),
    ...(stack === undefined ? {} : { [promotedStackTag]: stack }),
  };
}
