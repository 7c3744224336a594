// `npm start`: sets up what is missing, deploys the example agent on a local workspace, asks it a question.
import { build } from "./build.mjs";
import { Failure, main } from "./lib/failure.mjs";
import { print, step, style } from "./lib/progress.mjs";
import { ensureNpm } from "./setup/npm.mjs";
import { ensurePulumi } from "./setup/pulumi.mjs";
import { ensurePythonEnvironment } from "./setup/python.mjs";
import { askEndpoint, traceLink } from "./start/ask.mjs";
import { deploy } from "./start/deploy.mjs";
import { startWorkspace } from "./start/workspace.mjs";

const question = "A customer's parcel has been on its way for nine days. What do I tell them?";

const nextThings = `
Three things to try, in examples/quickstart:
  1. Change the agent: edit agent.py, then see what that would do to the running one:
         ${style.strong("npm run pulumi -- preview --diff")}
  2. Give it an environment variable: add \`LOG_LEVEL: "debug"\` to \`environment\` in index.ts, then
         ${style.strong("npm run pulumi -- up")}
  3. Take its permission away: empty \`systemResources\` in index.ts, then see who notices, before another version is logged:
         ${style.strong("npm start")}

It keeps running. ${style.strong("npm run stop")} ends it.`;

/** Begins work, `after` other work, whose line is printed later: a rejection in between is no unhandled one. */
function begin(body, after = Promise.resolve()) {
  const progress = { say: () => {} };
  const work = after.then(async () => {
    const started = Date.now();
    const value = await body((text) => progress.say(text));
    return { value, time: Date.now() - started };
  });
  work.catch(() => {});
  return { work, progress };
}

/** The line of work that was begun earlier. */
async function finish(name, { work, progress }, note = () => "") {
  let value;
  await step(name, async (say) => {
    progress.say = say;
    const done = await work;
    value = done.value;
    return { note: note(value), time: done.time };
  });
  return value;
}

await main(async () => {
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  // The CLI and the workspace do not need each other: the first time, both take their time.
  const cli = begin(ensurePulumi);
  const python = begin(ensurePythonEnvironment);
  const local = begin(startWorkspace, python.work);
  const pulumi = await finish("Pulumi CLI", cli, ({ origin }) => origin);
  await finish("Python with MLflow", python);
  const workspace = await finish("local workspace", local, ({ note, host }) => `${note}, ${host}`);

  let deployed;
  await step("pulumi up", async (say) => {
    deployed = await deploy(pulumi, { print, say });
    const what = deployed.changed === 0 ? "nothing to change" : `${deployed.changed} resources changed`;
    return [what, ...deployed.notes].join("; ");
  });

  const { url, experimentId } = deployed.outputs;
  if (typeof url !== "string") {
    throw new Failure(
      "The program has no output `url`.",
      "examples/quickstart/index.ts exports it: `export const url = endpoint.invocationsUrl`.",
    );
  }
  print(`\n${style.dim("question")}  ${question}`);
  const since = Date.now();
  let first = true;
  await askEndpoint({ url, token: workspace.token, question }, (delta) => {
    process.stdout.write(first ? `${style.dim("answer")}    ${delta}` : delta);
    first = false;
  });
  const { host, token } = workspace;
  const trace = await traceLink({ host, token, experimentId: String(experimentId ?? "0"), since });
  print(`\n\n${style.dim("endpoint")}  ${url}`);
  print(`${style.dim("trace")}     ${trace ?? `none yet; see ${host}`}`);
  print(nextThings);
});
