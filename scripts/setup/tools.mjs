import { build } from "../build.mjs";
import { step } from "../lib/progress.mjs";
import { ensureNewest } from "./newest.mjs";
import { ensureNpm } from "./npm.mjs";
import { ensurePulumi } from "./pulumi.mjs";
import { ensurePythonEnvironment, ensureReleaseEnvironments } from "./python.mjs";

/** Makes or finds everything that tests through the real engine need, a line of progress each. */
export async function setUpTools() {
  const tools = {};
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  await step("Pulumi CLI", async (say) => {
    const { folder, origin } = await ensurePulumi(say);
    tools.cliFolder = folder;
    return origin;
  });
  await step("Python with MLflow", async (say) => {
    tools.python = await ensurePythonEnvironment(say);
  });
  await step("Python with MLflow 2.22", async (say) => {
    tools.python222 = (await ensureReleaseEnvironments(say))["2.22.5"];
  });
  await step("Node 22, newest Pulumi", async (say) => {
    tools.newest = await ensureNewest(say);
  });
  return tools;
}
