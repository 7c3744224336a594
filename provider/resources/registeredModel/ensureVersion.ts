import { modelVersionLocation, progressText } from "../../artifacts/index.js";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { longestWait } from "../../lifecycle/longestWait.js";
import { digestTag, isOurs, nameMarks } from "../../lifecycle/ownership.js";
import type { FoundVersion, Registry, Version } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { createOnce, goneAfterMs, removeSurely, waitFor, whileNotFound } from "../../wait/index.js";
import type { Content } from "./content.js";
import type { RegisteredModelInputs } from "./schema.js";
import { originTags } from "./versionTags.js";

/** Longest wait for a version to become ready, in milliseconds, unless `customTimeouts` allow more. */
const readyWithinMs = 10 * 60_000;
/** How many of the newest versions a first run looks into, where a search tells no tags. */
const lookedInto = 10;

/** What {@link ensureVersion} works on. */
export interface Registration {
  context: Context;
  workspace: Workspace;
  registry: Registry;
  /** Full name of the model. */
  name: string;
  inputs: RegisteredModelInputs;
  content: Content;
  /** Whether the model was made just now: then it has no versions. */
  fresh: boolean;
  /** What the state recorded before; undefined on a first run, also of a stack that lost its state. */
  old: object | undefined;
}

/**
 * The version that holds the content: the one registered before, an unfinished one completed, else a new one. Own ones
 * that failed with the same content go before another is made.
 *
 * @returns number of the version, and the numbers of all versions where they were looked up
 */
export async function ensureVersion(work: Registration): Promise<{ version: string; existing?: string[] }> {
  const { context, registry, name, fresh } = work;
  const found = fresh ? undefined : await findVersion(work);
  if (found?.ready !== undefined) {
    context.progress(`this content is version ${found.ready} already`);
    await dropDoubles(work, found.pending, found.ready);
    return { version: found.ready, existing: found.existing };
  }
  for (const failed of found?.failed ?? []) {
    context.progress(`deleting version ${failed}, which failed to register`);
    await removeSurely(context, `version ${failed} of ${name}`, () => registry.deleteVersion(name, failed));
  }
  const unfinished = found?.pending[0];
  const { value, doubtful } =
    unfinished === undefined ? await createOrFind(work) : { value: unfinished, doubtful: false };
  const version = await complete(work, value);
  await dropDoubles(work, doubtful ? (await findVersion(work)).pending : (found?.pending ?? []), version);
  return { version, ...(found === undefined ? {} : { existing: found.existing }) };
}

/** Own versions of the same content that a lost answer left unfinished beside the one that is complete. */
async function dropDoubles(work: Registration, pending: readonly Version[], complete: string): Promise<void> {
  const { context, registry, name } = work;
  for (const { version } of pending) {
    if (version === complete) continue;
    context.progress(`deleting version ${version}, an unfinished double of version ${complete}`);
    await removeSurely(context, `version ${version} of ${name}`, () => registry.deleteVersion(name, version));
  }
}

/** Files, then finalizing. */
async function complete(work: Registration, version: Version): Promise<string> {
  const { context, workspace, registry, name, content } = work;
  if (version.status === "READY") return version.version;
  let now = version;
  if (workspace.registry === "unityCatalog") {
    await content.write(context, modelVersionLocation(name, version.version), (done, total, bytes) =>
      context.progress(`version ${version.version}: ${progressText(done, total, bytes)}`),
    );
    now = await registry.finalizeVersion(name, version.version);
  }
  if (now.status === "READY") return now.version;
  return waitUntilReady(work, now);
}

async function createOrFind(work: Registration) {
  const { context, workspace, registry, name, inputs, content } = work;
  const dependencies = workspace.registry === "unityCatalog" ? await content.dependencies() : [];
  const wanted = {
    name,
    source: await content.source(),
    modelId: content.modelId,
    runId: content.runId,
    description: inputs.versionDescription,
    tags: {
      ...originTags(process.env),
      ...content.history,
      ...inputs.versionTags,
      ...nameMarks(context.identity),
      [digestTag]: content.digest,
    },
    dependencies,
  };
  return createOnce(context, {
    what: `a version of ${name}`,
    async send() {
      try {
        // The model may have been made just now.
        return await whileNotFound(context, `the model ${name}`, () => registry.createVersion(wanted), goneAfterMs);
      } catch (error) {
        // It may be the source that is not there: then that is what has to be said.
        if (isAgentsError(error) && error.code === "notFound") await content.requireSource();
        throw error;
      }
    },
    // The version may be there although its answer was lost: a second one would be a double.
    async lookUp() {
      const { ready, pending } = await findVersion(work);
      return pending[0] ?? (ready === undefined ? undefined : registry.getVersion(name, ready));
    },
  });
}

/** What a model has of a content. */
interface Found {
  /** Number of a version that is ready. */
  ready: string | undefined;
  /** Own ones that are unfinished, newest first. */
  pending: Version[];
  /** Numbers of own ones that failed. */
  failed: string[];
  /** Numbers of all versions. */
  existing: string[];
}

/**
 * Versions of the content: by their source, because Unity Catalog answers no tags in a search (an agent is logged once per
 * content, so its source says as much), and by the digest among their tags where there are some.
 */
async function findVersion(work: Registration): Promise<Found> {
  const { context, registry, name, content } = work;
  const versions = await registry.searchVersions(name);
  const existing = versions.map(({ version }) => version);
  const source = versions.length === 0 ? "" : await content.source();
  const same = versions.filter((each) => (each.tags?.[digestTag] ?? content.digest) === content.digest);
  const likely = same.filter((each) => each.tags?.[digestTag] === content.digest || each.source === source);
  const ready = likely.find(({ status }) => status === "READY")?.version ?? (await lookedUp(work, same));
  const ours: Version[] = [];
  for (const each of likely.filter(({ status }) => status !== "READY")) {
    const whole = await withTags(registry, name, each);
    if (whole !== undefined && isOurs(context.identity, whole.tags)) ours.push(whole);
  }
  return {
    ready,
    pending: ours.filter(({ status }) => status === "PENDING"),
    failed: ours.filter(({ status }) => status === "FAILED").map(({ version }) => version),
    existing,
  };
}

/**
 * On a first run, a version of the same content that another logged model is the source of: of a stack that lost its state,
 * or of a model that is taken over. Later the state tells, and what it does not know is new.
 */
async function lookedUp(work: Registration, versions: readonly FoundVersion[]): Promise<string | undefined> {
  const { registry, name, content, old } = work;
  if (old !== undefined) return undefined;
  for (const { version } of versions.filter(({ status, tags }) => status === "READY" && !tags).slice(0, lookedInto)) {
    if ((await registry.getVersion(name, version))?.tags[digestTag] === content.digest) return version;
  }
  return undefined;
}

async function withTags(registry: Registry, name: string, found: FoundVersion): Promise<Version | undefined> {
  return found.tags === undefined ? registry.getVersion(name, found.version) : { ...found, tags: found.tags };
}

function waitUntilReady(work: Registration, version: Version): Promise<string> {
  const { context, registry, name } = work;
  let now: Version | undefined = version;
  return waitFor({
    what: `version ${version.version} of ${name}`,
    timeoutMs: longestWait(context, readyWithinMs),
    firstDelayMs: 200,
    signal: context.signal,
    progress: (status) => context.progress(status),
    poll: async () => {
      // The answer to finalizing is the first look.
      now = now === undefined ? await registry.getVersion(name, version.version) : now;
      const seen = now;
      now = undefined;
      if (seen?.status === "READY") return { done: true, value: seen.version };
      if (seen?.status === "FAILED") {
        const message = `version ${version.version} of "${name}" failed to register: ${seen.message || "no reason given"}.`;
        throw new AgentsError("deploymentFailed", message);
      }
      return { done: false, status: `version ${version.version} is ${seen?.status ?? "not visible yet"}` };
    },
  });
}
