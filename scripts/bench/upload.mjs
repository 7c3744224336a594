// What one large artifact costs, beside curl, to a server on loopback that keeps nothing:
// `node scripts/bench/upload.mjs [megabytes] [rounds]`. Both take turns, so that other work on the machine meets both.
// Exit code 1 where a goal is missed.
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../build.mjs";
import { Failure, main } from "../lib/failure.mjs";
import { at } from "../lib/paths.mjs";
import { print, step } from "../lib/progress.mjs";
import { run } from "../lib/run.mjs";

const goals = { ratio: 0.7, aboveIdle: 64 * 1024 * 1024 };
const agent = "import mlflow\nclass A(mlflow.pyfunc.PythonModel):\n    pass\nmlflow.models.set_model(A())\n";

function writeArtifact(file, megabytes) {
  const handle = openSync(file, "w");
  const piece = randomBytes(1_000_000);
  for (let index = 0; index < megabytes; index++) writeSync(handle, piece);
  closeSync(handle);
}

function startSink() {
  const sink = fork(at("scripts/bench/sink.mjs"));
  return new Promise((resolve, reject) => {
    sink.once("error", reject);
    sink.once("message", (port) => resolve({ sink, port }));
  });
}

async function must(command, args) {
  const { code, stdout, output, missing } = await run(command, args);
  if (code !== 0) throw new Failure(missing ? `${command} is not installed.` : `${command} failed.`, output.trim());
  return stdout;
}

async function curl(file, port) {
  const url = `http://127.0.0.1:${port}/artifact`;
  const seconds = await must("curl", ["-sS", "-o", "/dev/null", "-w", "%{time_total}", "-T", file, url]);
  return { ms: Number(seconds) * 1_000 };
}

async function ours(folder, port) {
  return JSON.parse(
    await must("node", ["--expose-gc", at("scripts/bench/sender.mjs"), folder, "big.bin", String(port)]),
  );
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

await main(async () => {
  const [megabytes = 1_000, rounds = 5] = process.argv.slice(2).map(Number);
  if (!(megabytes > 0 && rounds > 0))
    throw new Failure("Both arguments are numbers.", "upload.mjs [megabytes] [rounds]");
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  let running;
  try {
    writeFileSync(join(folder, "agent.py"), agent);
    writeArtifact(join(folder, "big.bin"), megabytes);
    running = await startSink();
    const row = (name, result) => {
      const speed = `${((megabytes * 1_000) / result.ms).toFixed(0)} MB/s`;
      const memory = result.aboveIdle === undefined ? "" : mib(result.aboveIdle);
      print(
        `${name.padEnd(10)}${`${result.ms.toFixed(0)} ms`.padStart(10)}${speed.padStart(12)}${memory.padStart(12)}`,
      );
    };
    print(`\n${megabytes} MB in one file, ${availableParallelism()} processors\n`);
    print(`${"".padEnd(10)}${"time".padStart(10)}${"speed".padStart(12)}${"above idle".padStart(12)}`);
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const pair = { curl: await curl(join(folder, "big.bin"), running.port), ours: await ours(folder, running.port) };
      results.push(pair);
      row("curl -T", pair.curl);
      row("ours", pair.ours);
    }
    const ratio = median(results.map(({ curl: theirs }) => theirs.ms)) / median(results.map((pair) => pair.ours.ms));
    const aboveIdle = Math.max(...results.map((pair) => pair.ours.aboveIdle));
    print(`\nspeed, of medians: ${(ratio * 100).toFixed(0)} % of curl's (goal: ${goals.ratio * 100} % or more)`);
    print(`memory above idle: ${mib(aboveIdle)} at most (goal: ${mib(goals.aboveIdle)} or less)`);
    return ratio >= goals.ratio && aboveIdle <= goals.aboveIdle ? 0 : 1;
  } finally {
    running?.sink.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
});
