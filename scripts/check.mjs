// `npm run check`: types, format, lint, import rules and unit tests. Quick; `npm test` is everything.
import { build } from "./build.mjs";
import { checks } from "./checks/list.mjs";
import { main } from "./lib/failure.mjs";
import { step } from "./lib/progress.mjs";
import { conclude, runStages } from "./lib/stages.mjs";
import { ensureNpm } from "./setup/npm.mjs";

const begin = Date.now();
await main(async () => {
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  // The examples import the package by its name, which leads to dist/.
  const building = {
    name: "build",
    run: async (say) => {
      await build(say);
      return { passed: 1, failed: 0, details: "" };
    },
  };
  const [built] = await runStages([building]);
  return conclude([built, ...(await runStages(checks, { atOnce: 2 }))], begin);
});
