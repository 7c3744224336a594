import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { program } from "./program.js";
import type { ValidationMode, ValidationPassed, ValidationRequest } from "./types.js";

/** Raised when a result of before says nothing any more about today's way of trying. */
const format = 2;
/** Results that nobody asked for in so long are removed, in milliseconds. */
const keptMs = 90 * 24 * 3600 * 1000;

const recorded = z.object({ warnings: z.array(z.string()) });

/** From the least that is tried to the most: each passes only where those before it would. */
const modes: readonly ValidationMode[] = ["install", "load", "predict"];

let programDigest: string | undefined;

/**
 * What a result is kept under: the agent's content, how it is tried, on what kind of machine, by which program, and which
 * variables it is given. Their values are left out: a credential that is renewed does not make another agent.
 */
function keyOf(
  { plan, environmentVariables, credentials = {} }: ValidationRequest,
  mode: ValidationMode,
  env: NodeJS.ProcessEnv,
): string {
  programDigest ??= createHash("sha256").update(program).digest("hex");
  const variables = [...(environmentVariables ?? [])].sort().map((name) => [name, env[name] !== undefined]);
  // Where it was asked counts: another workspace has other models and other rights.
  const place = Object.entries(credentials).filter(([name]) => /(?:HOST|URI)$/.test(name));
  const parts = [format, plan.digest, mode, process.platform, process.arch, programDigest, variables, place];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * Results of validations that ended well. One that failed is not kept: what was missing may be there by now, and the run
 * ends with it anyway, so nobody waits for it often.
 */
export class ResultCache {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param folder where results lie
   * @param env this process's environment
   */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#env = env;
  }

  /** The result of an earlier run. An agent that answered was loaded as well, and one that was loaded was installed. */
  async find(request: ValidationRequest): Promise<ValidationPassed | undefined> {
    for (const mode of modes.slice(modes.indexOf(request.mode))) {
      const file = this.#file(request, mode);
      try {
        const { warnings } = recorded.parse(JSON.parse(await readFile(file, "utf8")));
        const now = new Date();
        await utimes(file, now, now).catch(() => undefined);
        return { ok: true, cached: true, warnings };
      } catch {
        // Not there, or not readable: it is tried again.
      }
    }
    return undefined;
  }

  /** Keeps a result. A cache that cannot be written costs time and nothing else. */
  async keep(request: ValidationRequest, result: ValidationPassed): Promise<void> {
    const file = this.#file(request, request.mode);
    const unfinished = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#prune();
      await writeFile(unfinished, JSON.stringify({ warnings: result.warnings }), { mode: 0o600 });
      await rename(unfinished, file);
    } catch {
      await rm(unfinished, { force: true });
    }
  }

  async #prune(): Promise<void> {
    const oldest = Date.now() - keptMs;
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < oldest) await rm(file, { force: true });
    }
  }

  #file(request: ValidationRequest, mode: ValidationMode): string {
    return path.join(this.#folder, `${keyOf(request, mode, this.#env)}.json`);
  }
}
