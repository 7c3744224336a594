import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newCommand } from "./index.js";
import { nextCommands } from "./nextCommands.js";
import { sourceOf } from "./npm.js";
import { parseNew } from "./options.js";
import { chosenBackend } from "./stack.js";
import { exampleNames, starterOf } from "./starters.js";
import { gitignore, writeTemplate } from "./template.js";

const root = join(__dirname, "../..");
let folder = "";
let printed = "";

/** A program of the test's own, first on PATH; each call of it is a line of `calls`. */
function program(name: string, script: string): void {
  const text = `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`;
  writeFileSync(join(folder, "bin", name), text, { mode: 0o755 });
}

const calls = () => readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n");
/** What lies beside the tools of the test. */
const left = () => readdirSync(folder).filter((name) => !["bin", "calls", "cache", "home"].includes(name));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "new-"));
  for (const name of ["bin", "home"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "calls"), "");
  program("npm", 'case "$1" in install) mkdir node_modules;; esac');
  program(
    "pulumi",
    'case "$1" in version) echo v3.999.0;; stack) pwd >> "$MLFLOW_AGENTS_CACHE/../backends"; echo "$PULUMI_BACKEND_URL" >> "$MLFLOW_AGENTS_CACHE/../backends";; esac',
  );
  program("pulumi-language-nodejs", "echo 1234");
  program("pulumi-resource-pulumi-nodejs", "");
  vi.stubEnv("PATH", [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter));
  vi.stubEnv("HOME", join(folder, "home"));
  vi.stubEnv("MLFLOW_AGENTS_CACHE", join(folder, "cache"));
  for (const name of [
    "PULUMI_BACKEND_URL",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_HOME",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
  ])
    vi.stubEnv(name, "");
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
  printed = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    printed += `${text}\n`;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    printed += `${text}\n`;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const make = (name: string, ...more: string[]) => newCommand([join(folder, name), ...more]);

describe("new", () => {
  test("makes the project with this copy of the package, and a stack with a backend of its own", async () => {
    expect(await make("help-desk")).toBe(0);
    const project = join(folder, "help-desk");
    expect(JSON.parse(readFileSync(join(project, "package.json"), "utf8"))).toMatchObject({
      name: "help-desk",
      dependencies: {
        "pulumi-mlflow-agents": expect.stringMatching(/^file:vendor\/pulumi-mlflow-agents-[\d.]+\.tgz$/),
      },
    });
    const backend = join(project, ".mlflow-agents", "backend");
    expect(readFileSync(join(backend, "passphrase"), "utf8")).toMatch(/^\S{30,}$/);
    expect(calls()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^npm pack .* --ignore-scripts --pack-destination .*\/vendor --json$/),
        expect.stringMatching(/^npm install /),
        "pulumi stack init dev --no-select --non-interactive",
        expect.stringMatching(
          /^pulumi config set-all --stack dev --plaintext mlflow-agents:host=local --plaintext help-desk:catalog=main/,
        ),
        "pulumi stack select dev --non-interactive",
      ]),
    );
    expect(readFileSync(join(folder, "backends"), "utf8").trimEnd().split("\n").at(-1)).toBe(`file://${backend}`);
    expect(printed).toContain(`now: cd ${project} && npx mlflow-agents workspace start && npx mlflow-agents pulumi up`);
    expect(left().sort()).toEqual(["backends", "help-desk"]);
    expect(readdirSync(join(folder, "home"))).toEqual([]);
  });

  test("leaves a folder alone that holds something, also the second time", async () => {
    await make("help-desk");
    const before = readdirSync(join(folder, "help-desk"));
    await expect(make("help-desk")).rejects.toThrow(/holds a Pulumi project already/);
    mkdirSync(join(folder, "notes"));
    writeFileSync(join(folder, "notes", "mine.txt"), "mine");
    await expect(make("notes")).rejects.toThrow(/exists and is not empty/);
    expect(readdirSync(join(folder, "help-desk"))).toEqual(before);
    expect(readdirSync(join(folder, "notes"))).toEqual(["mine.txt"]);
  });

  test("fills an empty folder that is there, which stays the same one", async () => {
    mkdirSync(join(folder, "empty"));
    expect(await make("empty")).toBe(0);
    expect(existsSync(join(folder, "empty", "Pulumi.yaml"))).toBe(true);
  });

  test.each([
    [
      "no npm",
      () => {
        rmSync(join(folder, "bin", "npm"));
        vi.stubEnv("PATH", join(folder, "bin"));
      },
      /npm is not on PATH/,
    ],
    [
      "no network",
      () => program("npm", `case "$1" in install) echo '{"error":{"code":"ENOTFOUND","summary":"x"}}'; exit 1;; esac`),
      /registry cannot be reached \(ENOTFOUND\)/,
    ],
    [
      "no network, which npm takes for a fault of the dependencies",
      () =>
        program(
          "npm",
          `case "$1" in install) echo '{"error":{"code":"ERESOLVE"}}'; exit 1;; view) echo '{"error":{"code":"ECONNREFUSED"}}'; exit 1;; esac`,
        ),
      /registry cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      "another failure of npm",
      () =>
        program(
          "npm",
          `case "$1" in install) echo '{"error":{"code":"E403","summary":"forbidden here"}}'; exit 1;; esac`,
        ),
      /E403: forbidden here/,
    ],
    [
      "a backend that refuses",
      () =>
        program(
          "pulumi",
          'case "$1" in version) echo 3.999.0;; stack) echo "error: no such bucket" >&2; exit 255;; esac',
        ),
      /could not make the stack "dev"[\s\S]*no such bucket/,
    ],
  ])("%s: one clear error, and nothing is left", async (_name, breakIt, message) => {
    breakIt();
    await expect(make("deep/er/help-desk")).rejects.toThrow(message);
    expect(left().filter((name) => name !== "backends")).toEqual([]);
  });

  test("an interruption leaves nothing, and says so", async () => {
    program("npm", 'case "$1" in install) exec sleep 60;; esac');
    const made = make("help-desk");
    while (!calls().some((call) => call.startsWith("npm install"))) await sleep(20);
    process.emit("SIGINT");
    expect(await made).toBe(130);
    expect(printed).toContain("interrupted: nothing was made");
    expect(left()).toEqual([]);
  });

  test("what a killed run left beside it is removed; what a living one makes is not", async () => {
    // No process has this number.
    mkdirSync(join(folder, ".help-desk.4194999.partial"));
    mkdirSync(join(folder, ".help-desk.1.partial"));
    await make("help-desk");
    expect(left().filter((name) => name.endsWith(".partial"))).toEqual([".help-desk.1.partial"]);
  });

  test("a backend that the user chose is used, and no passphrase is made", async () => {
    vi.stubEnv("PULUMI_BACKEND_URL", "file:///somewhere");
    await make("help-desk");
    expect(readFileSync(join(folder, "backends"), "utf8")).toContain("file:///somewhere");
    expect(existsSync(join(folder, "help-desk", ".mlflow-agents", "backend"))).toBe(false);
    expect(printed).toContain("&& pulumi up");
    await make("other", "--local");
    expect(existsSync(join(folder, "other", ".mlflow-agents", "backend", "passphrase"))).toBe(true);
  });
});

describe("the command line", () => {
  test.each([
    [["My.Agent"], /"My\.Agent" cannot be the name.*mlflow-agents new my-agent/],
    [["9lives"], /mlflow-agents new lives/],
    [["x".repeat(41)], /at most 40/],
    [["pulumi-mlflow-agents"], /cannot be the name/],
    [["../Desk"], /mlflow-agents new desk/],
    [[], /What is it to be called/],
    [["a", "b"], /One name is enough/],
    [["a", "--stack", "dev/1"], /cannot be the name of a stack/],
    [["a", "--language", "python"], /need this package's Pulumi plugin, which is not there yet/],
    [["a", "--language", "YAML"], /plugin/],
    [["a", "--language", "typscript"], /Did you mean typescript/],
  ])("%j is refused", (args, message) => {
    expect(() => parseNew(args, "/work")).toThrow(message);
  });

  test.each([
    [["desk"], { folder: "/work/desk", name: "desk" }],
    [["apps/desk"], { folder: "/work/apps/desk", name: "desk" }],
    [["desk", "--dir", "x/y"], { folder: "/work/x/y", name: "desk" }],
    [["--dir", "x/y"], { folder: "/work/x/y", name: "y" }],
    [["Desk", "--name", "desk"], { folder: "/work/Desk", name: "desk" }],
    [["desk", "--language", "ts", "--yes", "--stack", "prod"], { stack: "prod", local: false }],
  ])("%j", (args, expected) => {
    expect(parseNew(args, "/work")).toMatchObject(expected);
  });
});

test.each([
  ["https://packages.example/pulumi-mlflow-agents-0.1.0.tgz", "registry"],
  ["file:../pulumi-mlflow-agents-0.1.0.tgz", "packed"],
  [undefined, "packed"],
])("a copy that npm resolved to %s: %s", (resolved, kind) => {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  const packages = { "node_modules/pulumi-mlflow-agents": { resolved } };
  writeFileSync(join(modules, ".package-lock.json"), JSON.stringify({ packages }));
  const dependency = kind === "registry" ? /^\^\d+\.\d+\.\d+/ : /^file:vendor\/.*\.tgz$/;
  expect(sourceOf(join(modules, "pulumi-mlflow-agents"))).toMatchObject({
    kind,
    dependency: expect.stringMatching(dependency),
  });
  // A clone, wherever it lies.
  expect(sourceOf(root).kind).toBe("packed");
});

test("a login of the user is seen, and an empty file of credentials is none", () => {
  const home = join(folder, "home");
  expect(chosenBackend({ HOME: home })).toBeUndefined();
  mkdirSync(join(home, ".pulumi"));
  const file = join(home, ".pulumi", "credentials.json");
  for (const [text, expected] of [
    ["{}", undefined],
    ['{"current": ""}', undefined],
    ["half {", undefined],
    ['{"current": "https://example.com"}', "your login to https://example.com"],
  ] as const) {
    writeFileSync(file, text);
    expect(chosenBackend({ HOME: home })).toBe(expected);
  }
  expect(chosenBackend({ HOME: home, PULUMI_ACCESS_TOKEN: "x" })).toBe("PULUMI_ACCESS_TOKEN");
});

test("the commands work in the shell that they are pasted into", () => {
  const made = {
    typed: "it's here",
    starter: starterOf(undefined),
    name: "desk",
    stack: "dev",
    pulumi: { origin: "from PATH" },
    chosen: undefined,
    selected: true,
  };
  expect(nextCommands(made, true)).toContain(
    "now: cd 'it'\\''s here' && npx mlflow-agents workspace start && npx mlflow-agents pulumi up\n",
  );
  expect(nextCommands({ ...made, typed: ".", selected: false }, false)).toContain(
    "now: npx mlflow-agents workspace start && npx mlflow-agents pulumi up --stack dev --yes\n",
  );
});

test("the template's own .gitignore, which npm does not pack, is the one that is written", () => {
  expect(readFileSync(join(root, "templates/agent/.gitignore"), "utf8")).toBe(gitignore);
  writeTemplate(root, starterOf(undefined), join(folder, "t"), "desk", "^1.0.0");
  expect(readFileSync(join(folder, "t", "Pulumi.yaml"), "utf8")).toMatch(
    /^name: desk\ndescription: [^:\n]*\nruntime: nodejs\n$/,
  );
  for (const name of readdirSync(join(folder, "t")))
    expect(readFileSync(join(folder, "t", name), "utf8")).not.toMatch(/\$\{(PROJECT|DESCRIPTION)/);
});

test.each(exampleNames)("the example %s becomes a project of its own", (example) => {
  const options = parseNew(["--example", example], folder);
  expect(options).toMatchObject({ name: example, typed: example, starter: { folder: `examples/${example}` } });
  writeTemplate(root, starterOf(example), join(folder, "e"), "mine", "^1.0.0");
  expect(readFileSync(join(folder, "e", "Pulumi.yaml"), "utf8")).toMatch(/^name: mine$/m);
  const manifest = JSON.parse(readFileSync(join(folder, "e", "package.json"), "utf8"));
  expect(manifest).toMatchObject({
    name: "mine",
    dependencies: { "@pulumi/pulumi": expect.any(String), "pulumi-mlflow-agents": "^1.0.0" },
    devDependencies: { typescript: expect.any(String) },
  });
});

test("an example that does not exist is an error with the nearest name", () => {
  expect(() => parseNew(["--example", "credential"], folder)).toThrow(
    /Did you mean credentials\? There are: quickstart, /,
  );
});
