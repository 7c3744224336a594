// Logs agents with the built provider, by the calls that Pulumi's engine makes: one JSON request a line, one JSON answer
// a line, as theirs.py does. With a request as the only argument, that one is done and the process ends. CommonJS, as
// Pulumi's own provider process is.
const { performance } = require("node:perf_hooks");

const begin = performance.now();
let provider;

function load() {
  const { loggedAgent } = require("../../../dist/provider/index.js");
  const config = { get: (key) => (key === "mlflow-agents:trackingUri" ? process.env.MLFLOW_TRACKING_URI : undefined) };
  loggedAgent.configure({ config });
  return loggedAgent;
}

async function log({ folder, code_paths: codePaths, experiment }, start = performance.now()) {
  provider ??= load();
  process.chdir(folder);
  const declared = {
    __urn: "urn:pulumi:bench::bench::pulumi-nodejs:dynamic/mlflow-agents:LoggedAgent::agent",
    code: "agent.py",
    codePaths,
    experiment,
  };
  const { inputs, failures } = await provider.check({}, declared);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const { outs } = await provider.create(inputs);
  if (outs.status !== "READY") throw new Error(`The model is ${outs.status}.`);
  return { ms: performance.now() - start };
}

async function main([once]) {
  if (once !== undefined) {
    console.log(JSON.stringify(await log(JSON.parse(once), begin)));
    return;
  }
  const { createInterface } = require("node:readline");
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await log(JSON.parse(line))));
}

main(process.argv.slice(2));
