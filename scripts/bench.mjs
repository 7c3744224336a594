// `npm run bench`: lists the benches. `npm run bench -- log [words]`: runs one, or those of its rows whose name holds a word.
import { Failure, main } from "./lib/failure.mjs";
import { print } from "./lib/progress.mjs";

const benches = {
  log: {
    about: "logging an agent, beside MLflow's own Python client and curl, against the same real MLflow server",
    load: () => import("./bench/log.mjs"),
  },
  read: {
    about: "reading 1,000 agents of 200 lines: the grammar's tree, the checks, and what the code uses",
    load: () => import("./bench/read.mjs"),
  },
  stack: {
    about: "1,000 policies beside 1,000 trivial dynamic resources: up, preview, refresh, destroy, and the state",
    load: () => import("./bench/stack.mjs"),
  },
};

await main(async () => {
  const [name, ...words] = process.argv.slice(2);
  if (name === undefined) {
    print("Benches, each run by `npm run bench -- <name> [--rounds N] [--json FILE] [words of rows]`:\n");
    for (const [key, { about }] of Object.entries(benches)) print(`  ${key.padEnd(8)} ${about}`);
    return 0;
  }
  const bench = benches[name];
  if (bench === undefined) throw new Failure(`There is no bench "${name}".`, "npm run bench");
  return (await bench.load()).run(words);
});
