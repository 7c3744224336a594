import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const dist = join(__dirname, "../../../dist");

let folder: string;
let bundle: string;

/** Runs a program that begins as the published provider does, in a folder of its own. */
function run(program: string, env: NodeJS.ProcessEnv = {}): string {
  const start =
    'const { compiledRequire, used } = require("./compiled.js"); require = compiledRequire(require, __dirname + "/bundle");';
  writeFileSync(join(folder, "index.js"), `${start}\n${program}`);
  const variables = { ...process.env, NODE_V8_COVERAGE: undefined, NODE_DISABLE_COMPILE_CACHE: undefined, ...env };
  return execFileSync(process.execPath, [join(folder, "index.js")], { encoding: "utf8", env: variables }).trim();
}

const part = (text: string) => writeFileSync(join(bundle, "part.js"), text);
const call = 'used("a.check"); console.log(require("./bundle/part.js").say());';

function kept(): string {
  const found = readdirSync(bundle, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".bin"));
  expect(found).toHaveLength(1);
  return join(bundle, String(found[0]));
}

beforeEach(() => {
  if (!existsSync(join(dist, "provider/transport/compiled.js")))
    throw new Error("dist/ is missing: run `npm run build`.");
  folder = mkdtempSync(join(tmpdir(), "compiled-"));
  bundle = join(folder, "bundle");
  mkdirSync(bundle);
  cpSync(join(dist, "provider/transport/compiled.js"), join(folder, "compiled.js"));
  part('exports.say = () => "first";');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the compiled form of the bundle", () => {
  it("is kept by the first process and taken by the next", () => {
    expect(run(call)).toBe("first");
    const made = readFileSync(kept());
    expect(run(`${call} process.on("exit", () => console.log("end"));`)).toBe("first\nend");
    expect(readFileSync(kept())).toEqual(made);
  });

  it("never outlives the program it was made of, also where that is as long as before", () => {
    expect(run(call)).toBe("first");
    part('exports.say = () => "other";');
    expect(run(call)).toBe("other");
    expect(run(call)).toBe("other");
  });

  it.each([
    ["cut off", (whole: Buffer) => whole.subarray(0, whole.length - 100)],
    ["empty", () => Buffer.alloc(0)],
    ["damaged", (whole: Buffer) => Buffer.concat([whole.subarray(0, 80), Buffer.alloc(8, 255), whole.subarray(88)])],
  ])("is made anew where it is %s", (_how, spoil) => {
    run(call);
    const path = kept();
    const good = readFileSync(path);
    writeFileSync(path, spoil(good));
    expect(run(call)).toBe("first");
    expect(readFileSync(path).length).toBe(good.length);
  });

  it("is made anew after the first use of a kind, and keeps what it knew", () => {
    part('exports.say = () => "first"; exports.more = () => "more";');
    run(call);
    const before = readFileSync(kept()).length;
    expect(run('used("a.create"); console.log(require("./bundle/part.js").more());')).toBe("more");
    const told = readFileSync(kept()).toString("latin1");
    expect(told).toContain('["a.check","a.create"]');
    expect(readFileSync(kept()).length).toBeGreaterThan(before);
  });

  it("is left alone where it cannot be written, and everything works", () => {
    writeFileSync(join(bundle, ".compiled"), "a file where the folder should be");
    expect(run(call)).toBe("first");
  });

  it.each(["NODE_DISABLE_COMPILE_CACHE", "NODE_V8_COVERAGE"])("is not made where %s is set", (name) => {
    expect(run(call, { [name]: folder })).toBe("first");
    expect(existsSync(join(bundle, ".compiled"))).toBe(false);
  });

  it("is made only by the user whose the program is", () => {
    expect(run(`process.getuid = () => 12345; ${call}`)).toBe("first");
    expect(existsSync(join(bundle, ".compiled"))).toBe(false);
  });
});

describe("a part", () => {
  it("is run once, and sees other parts, Node's modules and where it lies", () => {
    part(
      'const { more } = require("./more.js"); exports.say = () => [more, require("node:path").basename(__filename)].join();',
    );
    writeFileSync(join(bundle, "more.js"), 'globalThis.count = (globalThis.count ?? 0) + 1; exports.more = "more";');
    expect(run(`require("./bundle/more.js"); ${call} console.log(globalThis.count);`)).toBe("more,part.js\n1");
  });

  it("that throws may be asked for again, and says where it threw", () => {
    part(
      'globalThis.tries = (globalThis.tries ?? 0) + 1;\nif (globalThis.tries === 1) throw new Error("no");\nexports.say = () => "second try";',
    );
    const program =
      'try { require("./bundle/part.js"); } catch (error) { console.log(/part\\.js:2/.test(error.stack)); }';
    expect(run(`${program} ${call}`)).toBe("true\nsecond try");
  });
});
