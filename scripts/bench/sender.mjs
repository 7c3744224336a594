// Sends one artifact as a deployment does, in a process of its own, and tells how long it took and how much memory:
// `node sender.mjs <folder with agent.py> <name of the artifact> <port>`.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { connect, route } = require("../../dist/provider/http/index.js");
const { packageFiles, planPackage } = require("../../dist/provider/modelPackage/index.js");

const [folder, name, port] = process.argv.slice(2);
const source = { code: "agent.py", codePaths: [], artifacts: { big: name }, ignore: [], mlflowVersion: "3.17.2" };
const { plan, problems } = await planPackage(source, folder);
if (plan === undefined) throw new Error(problems.map((problem) => problem.message).join("\n"));
const files = packageFiles(plan, { modelId: "m-1", artifactPath: "a", time: new Date() });
const find = (path) => files.find((file) => file.path === path);
const workspace = await connect({ trackingUri: `http://127.0.0.1:${port}` }, {});
const send = ({ open, size }) => workspace.upload({ method: "PUT", path: route`/artifact`, open, size });

// Idle is what the process holds once everything is loaded and something has been sent.
await send(find("agent.py"));
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 200));
const idle = process.memoryUsage.rss();
let peak = idle;
const sample = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const begin = performance.now();
await send(find(`artifacts/${name}`));
const ms = performance.now() - begin;
clearInterval(sample);
console.log(JSON.stringify({ ms, aboveIdle: peak - idle }));
