// Plans and sends one artifact as a deployment does, in a process of its own, and tells how long it took and how much
// memory: `node --expose-gc sender.mjs <folder with agent.py> <name of the artifact> <url of the server>`.
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";

const require = createRequire(import.meta.url);
const { upload } = require("../../../dist/provider/artifacts/index.js");
const { connect } = require("../../../dist/provider/http/index.js");
const { packageFiles, planPackage } = require("../../../dist/provider/modelPackage/index.js");

const [folder, name, url] = process.argv.slice(2);
const workspace = await connect({ trackingUri: url }, {});

async function plan(artifacts) {
  const source = { code: "agent.py", codePaths: [], artifacts, ignore: [], mlflowVersion: "3.17.2" };
  const { plan, problems } = await planPackage(source, folder);
  if (plan === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return packageFiles(plan, { modelId: "m-1", artifactPath: "a", time: new Date() });
}
const signal = new AbortController().signal;
const send = (files) => upload(workspace, { api: "proxy", folder: "large" }, files, { signal, progress() {} });

// Idle is what the process holds once everything is loaded and something has been sent.
await send(await plan({}));
globalThis.gc();
await sleep(200);
const idle = process.memoryUsage.rss();
let peak = idle;
const sample = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const begin = performance.now();
const files = await plan({ big: name });
const planned = performance.now();
await send(files.filter(({ path }) => path === `artifacts/${name}`));
const sent = performance.now();
clearInterval(sample);
console.log(JSON.stringify({ ms: sent - planned, planMs: planned - begin, aboveIdle: peak - idle }));
process.exit();
