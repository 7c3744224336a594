// Bundles what `pulumi-mlflow-agents/provider` is: one file that is loaded at once, and one for each part that is loaded when it
// is needed, dependencies included. Why: docs/decisions/0017-bundle.md.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { readJson, writeWhole } from "../lib/files.mjs";
import { at } from "../lib/paths.mjs";

/** Where the parts lie, below dist/provider. */
const folder = "bundle";
/** Files that decide what comes out, beside the provider's sources. */
export const bundleSources = ["scripts/build/bundle.mjs", "scripts/build/undici.cjs", "package-lock.json"];

// The parts come through provider/transport/compiled.ts, which stays a file of its own.
const loader = "./transport/compiled.js";
const start = `require = require("${loader}").compiledRequire(require, \`\${__dirname}/${folder}\`);\n`;

/** Where modules come from that are not what their name says. */
const ways = {
  name: "ways",
  resolveId(id) {
    if (id === "undici") return at("scripts/build/undici.cjs");
    if (id.endsWith("/compiled.js")) return { id: loader, external: true };
    // undici looks whether Node was built with HTTP/2, which is not used and takes long to load.
    if (id === "node:http2") return { id: "\0none", external: false };
    return undefined;
  },
  load: (id) => (id === "\0none" ? "throw new Error('not used');" : undefined),
};

/**
 * Writes the bundle over what the compiler made of provider/index.ts.
 *
 * @param {string} dist where the compiled package lies
 * @returns {Promise<string[]>} the files, below `dist`
 */
export async function bundleProvider(dist) {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: { index: at("provider/index.ts") },
    platform: "node",
    external: [/^@pulumi\//, /^@grpc\//],
    tsconfig: at("tsconfig.json"),
    plugins: [ways],
    onLog(_level, { code, message }) {
      throw new Failure("The provider cannot be bundled.", [], { detail: `${code ?? ""} ${message}` });
    },
  });
  let output;
  try {
    ({ output } = await bundle.generate({
      format: "cjs",
      exports: "named",
      comments: false,
      // A part is no module that Node knows: nothing in it could import one.
      dynamicImportInCjs: false,
      entryFileNames: "[name].js",
      chunkFileNames: ({ facadeModuleId, name }) => `${folder}/${partName(facadeModuleId, name)}.js`,
    }));
  } finally {
    await bundle.close();
  }
  const files = output.map(({ fileName, code, isEntry }) => [
    fileName,
    asciiOnly(isEntry ? start + code : code, fileName),
  ]);
  files.push([`${folder}/LICENSES.txt`, licences(output)]);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(dist, "provider", name)), { recursive: true });
    writeWhole(join(dist, "provider", name), text);
  }
  return files.map(([name]) => `provider/${name}`);
}

/** A part is called by its module, or by the folder of a module that is called as all of its kind are. */
function partName(facade, name) {
  if (facade === null || facade === undefined) return name;
  const own = basename(facade).replace(/\.[cm]?[jt]s$/, "");
  return ["index", "resource"].includes(own) ? basename(dirname(facade)) : own;
}

/** The same program without a character beyond ASCII: compiled.ts reads a byte as a character. */
function asciiOnly(code, name) {
  // Escapes mean something else there.
  if (/\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/.test(code)) throw new Failure(`${name} cannot be written in ASCII.`);
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What the licences of the packages in the bundle ask for. */
function licences(output) {
  const found = new Set();
  for (const { moduleIds } of output) {
    for (const id of moduleIds) {
      const name = /.*\/node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(id)?.[1];
      if (name !== undefined) found.add(name);
    }
  }
  const texts = [...found].sort().map((name) => {
    const base = at("node_modules", name);
    const file = readdirSync(base).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Failure(`${name} has no text of a licence to go with the bundle.`);
    const { version } = readJson(join(base, "package.json"));
    return `${name} ${version}\n\n${readFileSync(join(base, file), "utf8").trim()}\n`;
  });
  return `The files in this folder hold code of these packages:\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
