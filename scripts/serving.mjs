// `npm run serving`: what of the tests of serving endpoints is too long for `npm test`. Every argument's change through the real
// engine, with the calls it makes beside recorded ones; traces that arrive and aliases that follow; Databricks' SDK for Python; a
// roll under load. `npm run serving -- load` runs the files whose path holds a word, `-- goldens -t rollout` one chapter,
// `-- goldens --update` records the calls anew.
import { main } from "./lib/failure.mjs";
import { print } from "./lib/progress.mjs";
import { run, tail } from "./lib/run.mjs";
import { testEnvironment } from "./lib/testEnvironment.mjs";
import { setUpTools } from "./setup/tools.mjs";

await main(async () => {
  const given = process.argv.slice(2);
  const words = given.filter((word) => word !== "--update");
  const updating = words.length === given.length ? {} : { UPDATE_GOLDENS: "1" };
  const env = { ...testEnvironment(await setUpTools()), NO_COLOR: "1", FORCE_COLOR: undefined, ...updating };
  print("");
  const result = await run(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--config", "test/serving/vitest.config.mts", ...words],
    {
      env,
      onLine: (line) => {
        if (/^ +[✓❯×] /.test(line)) print(line);
      },
    },
  );
  print(`\n${tail(result.output, result.code === 0 ? 12 : 60)}`);
  return result.code;
});
