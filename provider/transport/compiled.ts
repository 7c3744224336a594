import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

// The published provider is bundled into a few files (scripts/build/bundle.mjs), and V8's compiled form of them is kept beside
// them, so that a process need not compile them anew: docs/decisions/0017-bundle.md. Here, the way by which these files are
// loaded. Nothing of it may ever make a call fail: without the compiled form everything is as it was, and slower.

/** What of a module such a file is given. */
interface Loaded {
  exports: unknown;
}

/** A file of the bundle that was loaded. */
interface Part {
  file: string;
  checksum: number;
  script: Script;
  /** What the program had been used for when the compiled form was made. */
  uses: readonly string[];
}

const parts: Part[] = [];
const uses = new Set<string>();

/**
 * Notes what the process is used for. V8 compiles a function when it is called first, so what is kept after a preview lacks
 * what an update runs: the compiled form is made anew after the first use of each kind.
 *
 * @param use for example `LoggedAgent.create`
 */
export function used(use: string): void {
  uses.add(use);
}

/**
 * `require` for the files of the bundle: each compiled by V8 once per release of Node, not once per process.
 *
 * @param real the `require` of the file that begins
 * @param folder of the bundle
 */
export function compiledRequire(real: NodeJS.Require, folder: string): NodeJS.Require {
  if (process.env.NODE_DISABLE_COMPILE_CACHE !== undefined || process.env.NODE_V8_COVERAGE !== undefined) return real;
  const loaded = new Map<string, Loaded>();
  const load = (id: string): unknown => {
    // From the file that begins: `./bundle/x.js`; among the parts: `./x.js`.
    if (id !== `./${basename(id)}` && id !== `./${basename(folder)}/${basename(id)}`) return real(id);
    const file = join(folder, basename(id));
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: Loaded = { exports: {} };
    loaded.set(file, module);
    try {
      run(file, module, required);
    } catch (error) {
      loaded.delete(file);
      throw error;
    }
    return module.exports;
  };
  const required: NodeJS.Require = Object.assign(load, real);
  process.once("exit", () => keep(folder));
  return required;
}

function run(file: string, module: Loaded, required: NodeJS.Require): void {
  // The build writes everything beyond ASCII as escapes: one byte is one character, and V8 reads it in half the time.
  const source = readFileSync(file, "latin1");
  const checksum = sumOf(source);
  const kept = readKept(file, checksum);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : { cachedData: kept.data }),
  });
  const accepted = kept !== undefined && script.cachedDataRejected === false;
  parts.push({ file, checksum, script, uses: accepted ? kept.uses : [] });
  const start: (...names: unknown[]) => void = script.runInThisContext();
  start(module.exports, required, module, file, dirname(file));
}

/** Where the compiled form of a file lies. */
function keptPath(file: string): string {
  return join(dirname(file), ".compiled", `${process.version}-${process.arch}`, `${basename(file)}.bin`);
}

// Sixteen bytes: a checksum of the source, since V8 looks at its length only; one of what follows, which may have been cut off;
// the length of the uses, which come next as JSON; nothing. Then V8's data, which it wants at a multiple of eight.
const head = 16;
const unit = 8;

function readKept(file: string, checksum: number): { data: Buffer; uses: readonly string[] } | undefined {
  try {
    const whole = readFileSync(keptPath(file));
    const end = head + whole.readUInt32LE(8);
    if (whole.readUInt32LE(0) !== checksum || whole.readUInt32LE(4) !== sumOf(whole.subarray(head))) return undefined;
    const told: unknown = JSON.parse(whole.toString("utf8", head, end));
    return { data: whole.subarray(end), uses: Array.isArray(told) ? told.map(String) : [] };
  } catch {
    return undefined;
  }
}

/** Keeps what was compiled, where this process did something that the kept form has not seen. */
function keep(folder: string): void {
  try {
    const stale = parts.filter((part) => [...uses].some((use) => !part.uses.includes(use)));
    // Only whose the program is may add to it: files of another user would stand in the way of the next `npm ci`.
    if (stale.length === 0 || (process.getuid !== undefined && process.getuid() !== statSync(folder).uid)) return;
    for (const part of stale) write(part);
  } catch {
    // Read-only, full or gone: the next process compiles by itself.
  }
}

function write({ file, checksum, script, uses: before }: Part): void {
  const path = keptPath(file);
  const list = JSON.stringify([...new Set([...before, ...uses])]);
  const told = Buffer.from(list.padEnd(Math.ceil(list.length / unit) * unit));
  const start = Buffer.alloc(head);
  const body = Buffer.concat([told, script.createCachedData()]);
  start.writeUInt32LE(checksum, 0);
  start.writeUInt32LE(sumOf(body), 4);
  start.writeUInt32LE(told.length, 8);
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([start, body]));
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** CRC-32. Loaded late: requiring the provider must stay cheap, and zlib brings all of Node's streams with it. */
function sumOf(data: string | Buffer): number {
  return process.getBuiltinModule("node:zlib").crc32(data);
}
