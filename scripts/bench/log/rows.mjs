import { setTimeout as sleep } from "node:timers/promises";
import { parallelPuts } from "./curl.mjs";
import { median, takeTurns } from "./figures.mjs";
import { bareCalls, nodeStart } from "./floor.mjs";
import { renew, touch } from "./folders.mjs";
import { largeArtifact } from "./large.mjs";
import { warmProcess, wholeProcess } from "./worker.mjs";

/** So long a file has to be left alone before its metadata prove that it was not written since, and a little more. */
const quietMs = 2_200;

/** Times of both sides as a row of the table. */
function compared(name, times, goal, more = {}) {
  const [theirs, ours] = [median(times.theirs), median(times.ours)];
  return { name, unit: "ms", theirs, ours, ratio: theirs / ours, rule: "ratio", goal, times, ...more };
}

/** One side's request; the agent is a new one each time, in an experiment of the side's own. */
function request(side, folder, codePaths, more = {}) {
  renew(folder);
  return { folder, code_paths: codePaths, experiment: `bench-${side}`, ...more };
}

function whole(name, rounds, goal, more) {
  return {
    name,
    async run({ python, server, instant, folders, rounds: wanted = rounds }) {
      const log =
        (side, { url } = server) =>
        () =>
          wholeProcess(side, python, url, request(side, folders.tiny, [], more));
      // The first start reads programs from the disk, and keeps them compiled: Python its .pyc, the provider V8's form.
      await log("theirs")();
      await log("ours")();
      const times = await takeTurns(wanted, { theirs: log("theirs"), ours: log("ours") });
      const floors = await takeTurns(wanted, { client: log("ours", instant), node: nodeStart });
      const floor = {
        "ours, server that answers at once": median(floors.client),
        "Node's start": median(floors.node),
      };
      return [compared(name, times, goal, { floor })];
    },
  };
}

/** Rounds in two processes that have logged before. */
async function warmRounds({ python, server }, url, rounds, folder, codePaths) {
  const workers = { theirs: warmProcess("theirs", python, url), ours: warmProcess("ours", python, url) };
  const sides = {};
  for (const [side, worker] of Object.entries(workers)) {
    await worker.log(request(side, folder, []));
    sides[side] = async () => {
      const ms = await worker.log(request(side, folder, codePaths));
      server.empty();
      return ms;
    };
  }
  const times = await takeTurns(rounds, sides, async () => {
    // A process that logs again remembers the digests of files that nobody wrote since. Here everything is new in each round,
    // as it is for a process that begins.
    touch(folder);
    if (codePaths.length > 0) await sleep(quietMs);
  });
  for (const worker of Object.values(workers)) worker.end();
  return times;
}

/** What of a tiny agent is the server's time, and what is ours. */
async function tinyFloor(server, instant, rounds, folder) {
  const bare = bareCalls(server.url);
  const worker = warmProcess("ours", undefined, instant.url);
  await worker.log(request("ours", folder, []));
  const floors = await takeTurns(rounds, {
    server: () => bare.log("bench-ours"),
    client: () => worker.log(request("ours", folder, [])),
  });
  worker.end();
  bare.end();
  return {
    "server alone, the same calls": median(floors.server),
    "ours, server that answers at once": median(floors.client),
  };
}

function warm(name, rounds, goal, { which, codePaths = [], delayed = false, files = undefined }) {
  return {
    name,
    async run(context) {
      const { server, proxy, instant, folders, rounds: wanted = rounds } = context;
      const url = delayed ? proxy.url : server.url;
      const folder = folders[which];
      const times = await warmRounds(context, url, wanted, folder, codePaths);
      if (files === undefined && delayed) return [compared(name, times, goal)];
      if (files === undefined)
        return [compared(name, times, goal, { floor: await tinyFloor(server, instant, wanted, folder) })];
      // What this server takes at most: no client can be faster.
      const curl = [];
      for (let round = 0; round < Math.min(wanted, 3); round++) {
        curl.push(await parallelPuts(`${url}/api/2.0/mlflow-artifacts/artifacts/curl`, `${folder}/data`, files));
        server.empty();
      }
      return [compared(name, times, goal, { curl: median(curl) })];
    },
  };
}

/** How many calls each side makes to log a tiny agent into an experiment that is there, in a process that has logged. */
const calls = {
  name: "tiny agent, warm process: REST calls beside one PUT per file",
  async run({ python, counter, folders }) {
    const seen = {};
    for (const side of ["theirs", "ours"]) {
      const worker = warmProcess(side, python, counter.url);
      await worker.log(request(side, folders.tiny, []));
      await counter.seen();
      await worker.log(request(side, folders.tiny, []));
      seen[side] = await counter.seen();
      worker.end();
    }
    const isPut = (call) => call.startsWith("PUT ") && call.includes("/mlflow-artifacts/artifacts/");
    const count = (side) => seen[side].filter((call) => !isPut(call)).length;
    const puts = (side) => seen[side].filter(isPut).length;
    return [
      {
        name: this.name,
        unit: "calls",
        theirs: count("theirs"),
        ours: count("ours"),
        rule: "ours",
        goal: 4,
        puts: { theirs: puts("theirs"), ours: puts("ours") },
        seen,
      },
    ];
  },
};

/** All rows, in the order in which they run. A row's `run` answers one or more results. */
export const rows = [
  whole("tiny agent, whole process", 5, 20),
  whole("tiny agent, whole process, requirements inferred by MLflow", 3, undefined, { infer: true }),
  warm("tiny agent, warm process", 15, 3, { which: "tiny" }),
  calls,
  warm("100 × 1 MB of code", 5, 4, { which: "hundred", codePaths: ["data"], files: 100 }),
  warm("1000 × 100 kB of code", 3, 4, { which: "thousand", codePaths: ["data"], files: 1_000 }),
  warm("tiny agent, 50 ms per call", 5, undefined, { which: "tiny", delayed: true }),
  warm("100 × 1 MB of code, 50 ms per call", 3, 8, { which: "hundred", codePaths: ["data"], delayed: true }),
  warm("1000 × 100 kB of code, 50 ms per call", 1, 8, { which: "thousand", codePaths: ["data"], delayed: true }),
  largeArtifact("1 GB artifact, to a sink", 5, "sink"),
  largeArtifact("1 GB artifact, to MLflow", 5, "server"),
];
