// Records the previews that the goldens are made from: `npm run build && node test/preview/record.mjs [name …]`.
// It starts a local workspace, deploys one stack for real, and previews each situation with the real Pulumi CLI.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalised } from "./normalise.mjs";
import { base, files, situations } from "./situations.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const inputs = join(here, "goldens/inputs");
const wanted = process.argv.slice(2);

/** A folder whose node_modules holds the built package and its dependencies. */
function prepare(folder) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  mkdirSync(join(modules, "pulumi-mlflow-agents"));
  cpSync(join(root, "package.json"), join(modules, "pulumi-mlflow-agents/package.json"));
  cpSync(join(root, "dist"), join(modules, "pulumi-mlflow-agents/dist"), { recursive: true, dereference: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name.startsWith(".") || name === "@pulumi" || name === "pulumi-mlflow-agents") continue;
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
}

const scratch = mkdtempSync(join(tmpdir(), "mlflow-agents-record-"));
const program = join(scratch, "program");
let env;

function pulumi(...args) {
  return new Promise((resolve) => {
    const options = { cwd: program, env, maxBuffer: 64_000_000 };
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, stdout, stderr }),
    );
  });
}

async function succeed(...args) {
  const { code, stdout, stderr } = await pulumi(...args);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

/** The program's folder as the base has it, with what a situation changes. */
function lay(situation = { agents: { support: base } }, changed = {}) {
  rmSync(join(program, "tools"), { recursive: true, force: true });
  for (const [path, text] of Object.entries({ ...files, ...changed })) {
    if (text === null) continue;
    mkdirSync(dirname(join(program, path)), { recursive: true });
    writeFileSync(join(program, path), text);
  }
  writeFileSync(join(program, "situation.json"), JSON.stringify(situation));
}

async function call(host, token, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${host}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

const { startWorkspace } = createRequire(import.meta.url)(join(root, "dist/workspace/index.js"));
mkdirSync(join(scratch, "workspace"));
writeFileSync(
  join(scratch, "workspace/fixtures.json"),
  JSON.stringify({ secrets: { support: { crm: "crm-secret" } } }),
);
const workspace = await startWorkspace({ data: scratch });
try {
  prepare(scratch);
  mkdirSync(join(program, ".state"), { recursive: true });
  cpSync(join(here, "program"), program, { recursive: true });
  writeFileSync(
    join(program, "Pulumi.yaml"),
    "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  writeFileSync(join(program, "package.json"), '{ "name": "shop", "private": true, "main": "index.js" }\n');
  env = {
    ...process.env,
    DATABRICKS_HOST: workspace.host,
    DATABRICKS_TOKEN: workspace.token,
    PULUMI_BACKEND_URL: `file://${join(program, ".state")}`,
    PULUMI_CONFIG_PASSPHRASE: "record",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  };
  for (const stack of ["empty", "policies", "protected", "broken", "dev"]) await succeed("stack", "init", stack);
  lay();
  await succeed("up", "--yes", "--skip-preview", "--stack", "dev");
  console.log("deployed");
  if (!existsSync(inputs)) mkdirSync(inputs, { recursive: true });
  for (const [name, { situation, files: changed, stack = "dev", drift, before }] of Object.entries(situations)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (before !== undefined) {
      lay(before.situation, before.files);
      // A deployment may fail: that is what some situations begin with.
      await pulumi("up", "--yes", "--skip-preview", "--stack", stack);
    }
    lay(situation, changed);
    if (drift) await behindItsBack(workspace);
    const command = drift ? ["refresh", "--preview-only"] : ["preview"];
    const { stdout, stderr } = await pulumi(...command, "--json", "--show-sames", "--stack", stack);
    if (!stdout.includes("{")) throw new Error(`${name}: no document\n${stderr}`);
    writeFileSync(join(inputs, `${name}.json`), normalised(stdout, program, root));
    console.log(`recorded ${name}`);
  }
} finally {
  await workspace.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** What somebody might do by hand. */
async function behindItsBack({ host, token }) {
  await call(host, token, "DELETE", `/api/2.0/mlflow/unity-catalog/registered-models/alias`, {
    name: base.model,
    alias: "champion",
  });
  await call(host, token, "DELETE", `/api/2.0/serving-endpoints/${base.endpointName}`);
}
