import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { PackagePlan } from "../modelPackage/index.js";
import { installedBytes, markerName, prune } from "./environmentStore.js";
import type { Host } from "./host.js";
import type { Finished } from "./run.js";
import { findUv } from "./uv.js";
import { installerVariables } from "./variables.js";

const marker = z.object({ madeAt: z.number(), bytes: z.number() });

/** An environment is made again after so long: what is not pinned to a release has newer ones by then. Milliseconds. */
const freshMs = 30 * 24 * 3600 * 1000;
/** How long an installation may take, in milliseconds. */
const installMs = 30 * 60 * 1000;
/** Raised when environments of before cannot be used any more. */
const format = 1;

/** Either the interpreter of a ready environment, or what went wrong. */
export type EnvironmentResult =
  | { python: string }
  | { summary: string; hint: string; exitCode: number | null; output: string };

/** What an environment is made from. */
export interface EnvironmentRequest {
  plan: PackagePlan;
  /** The model directory, written out: requirement lines may name files in it. */
  model: string;
  /** The cache folder of this package. */
  cache: string;
  signal?: AbortSignal | undefined;
  /** Called when it has to be made. */
  making(): void;
}

/**
 * A Python environment that holds what a model's requirements resolve to. Agents with the same requirements share one.
 *
 * It is made beside its final place and renamed to it, so that two processes at once, or one that is killed, never leave
 * half of one.
 */
export async function ensureEnvironment(host: Host, request: EnvironmentRequest): Promise<EnvironmentResult> {
  const store = path.join(request.cache, "validation", "environments");
  const python = pythonRelease(request.plan);
  const name = `py${python}-${identity(request.plan, python)}`;
  const folder = path.join(store, name);
  const ready = await readyPython(folder, host.now());
  if (ready !== undefined) return { python: ready };
  const running = underWay.get(folder);
  if (running !== undefined) return running;
  request.making();
  const made = make(host, request, { store, name, python }).finally(() => underWay.delete(folder));
  underWay.set(folder, made);
  return made;
}

/** Two agents of one stack that need the same one wait for it together. */
const underWay = new Map<string, Promise<EnvironmentResult>>();

async function make(
  host: Host,
  { plan, model, cache, signal }: EnvironmentRequest,
  { store, name, python }: { store: string; name: string; python: string },
): Promise<EnvironmentResult> {
  const found = await findUv(host, cache, signal);
  if ("missing" in found)
    return { summary: "There is no uv", hint: found.missing, exitCode: null, output: found.output };
  await mkdir(store, { recursive: true, mode: 0o700 });
  await prune(store, host.now());
  const unfinished = path.join(store, `${name}.${randomUUID().slice(0, 8)}.unfinished`);
  const env = installerVariables(host.env, [...plan.requirements, plan.generated["constraints.txt"] ?? ""]);
  const uv = (...args: string[]) =>
    host.run({ program: found.uv, args, cwd: model, env, timeoutMs: installMs, signal });
  try {
    const created = await uv("venv", "--quiet", "--relocatable", "--python", python, unfinished);
    if (created.code !== 0)
      return failed(created, `No Python ${python} was found or could be fetched`, noPython(python));
    const interpreter = path.join(unfinished, "bin", "python");
    const installed = await uv("pip", "install", "--python", interpreter, "-r", "requirements.txt");
    if (installed.code !== 0) return failed(installed, "The requirements could not be installed", noInstall);
    const bytes = await installedBytes(unfinished);
    await writeFile(path.join(unfinished, markerName), JSON.stringify({ madeAt: host.now(), bytes }));
    return { python: await settle(unfinished, path.join(store, name), host.now()) };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Puts a finished environment to its place, unless another process was faster. */
async function settle(unfinished: string, folder: string, now: number): Promise<string> {
  const faster = await readyPython(folder, now);
  if (faster !== undefined) return faster;
  const stale = `${folder}.${randomUUID().slice(0, 8)}.stale`;
  await rename(folder, stale).catch(() => undefined);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    const other = await readyPython(folder, now);
    if (other === undefined) throw error;
    return other;
  } finally {
    await rm(stale, { recursive: true, force: true });
  }
  return path.join(folder, "bin", "python");
}

/** The interpreter of a complete environment that is fresh and whose base Python still exists. Notes that it is used. */
async function readyPython(folder: string, now: number): Promise<string | undefined> {
  const file = path.join(folder, markerName);
  const python = path.join(folder, "bin", "python");
  try {
    const { madeAt } = marker.parse(JSON.parse(await readFile(file, "utf8")));
    if (now - madeAt > freshMs) return undefined;
    await access(python);
    await utimes(file, new Date(now), new Date(now));
    return python;
  } catch {
    return undefined;
  }
}

/**
 * The Python release series that the model declares, `3.11`. The patch release is whichever this machine has or uv
 * fetches: code that works on one and not on the next is rare, and each would be another download.
 */
export function pythonRelease(plan: PackagePlan): string {
  return /^python: ["']?(3\.\d{1,3})/m.exec(plan.generated["python_env.yaml"] ?? "")?.[1] ?? "3.11";
}

// A requirement that is a file of the package: the same line may stand for other content.
const ownFile = /(?:^|[\s@=])(?:\.{0,2}\/|file:|\.$)|^(?:-e|--editable|-f|--find-links)\b|\.(?:whl|zip|tar\.gz)\s*$/;

/** Whether a requirement or a constraint names a file of the package. */
export function holdsOwnFile(plan: PackagePlan): boolean {
  const constraints = plan.generated["constraints.txt"] ?? "";
  return [...plan.requirements, ...constraints.split("\n")].some((line) => ownFile.test(line));
}

function identity(plan: PackagePlan, python: string): string {
  const constraints = plan.generated["constraints.txt"] ?? "";
  const content = holdsOwnFile(plan) ? plan.digest : "";
  const parts = [format, python, process.platform, process.arch, plan.requirements, constraints, content];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 20);
}

function failed(finished: Finished, summary: string, hint: string): EnvironmentResult {
  const { code, output, unstarted, late } = finished;
  const limit = late ? ` within ${installMs / 60_000} minutes` : "";
  return { summary: `${summary}${limit}`, hint, exitCode: code, output: unstarted ?? output };
}

function noPython(python: string): string {
  return (
    `\`pythonVersion\` asks for Python ${python}. Install it, or let uv fetch one: that needs the network, and ` +
    "UV_PYTHON_DOWNLOADS must not forbid it."
  );
}

const noInstall =
  "Correct `requirements`, or make the package index reachable: uv takes it from UV_INDEX_URL or its own uv.toml. Without a " +
  "network only what lies in uv's cache can be installed.";
