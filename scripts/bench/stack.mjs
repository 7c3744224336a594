import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { Failure } from "../lib/failure.mjs";
import { writeWhole } from "../lib/files.mjs";
import { localFolder, root } from "../lib/paths.mjs";
import { print, step, style } from "../lib/progress.mjs";
import { ensureNpm } from "../setup/npm.mjs";
import { ensurePulumi } from "../setup/pulumi.mjs";
import { median } from "./log/figures.mjs";
import { facts } from "./log/report.mjs";
import { given, programs } from "./stack/programs.mjs";
import { makeProject, operations } from "./stack/project.mjs";
import { goldenStates, sizeOf } from "./stack/size.mjs";

/** At most so many times what trivial dynamic resources cost. */
const ratioGoal = 1.15;
/** At most so many bytes of state beside what the user gave. */
const bytesGoal = 1_500;

/**
 * Runs the bench: a stack of policies beside a stack of as many trivial dynamic resources, with the real CLI and engine.
 *
 * @param {string[]} words `--resources N`, `--rounds N`, `--json FILE`, `--package FOLDER`: another build of the package
 * @returns {Promise<number>} exit code: 1 where a goal is missed
 */
export async function run(words) {
  const options = optionsOf(words);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bench-stack-")));
  try {
    let cli;
    await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
    // Another build may be measured; the CLI is set up by this one.
    await step("build", async (say) => ((await build(say)) ? "built" : ""));
    await step("Pulumi CLI", async (say) => {
      cli = await ensurePulumi(say);
      return cli.origin;
    });
    print(`\n${facts()}; ${options.resources} resources, ${options.rounds} rounds\n`);
    const { times, states } = await measureAll(folder, cli.folder, options);
    const results = [...timeResults(times), ...sizeResults(states)];
    print();
    for (const result of results.filter(({ bytes }) => bytes !== undefined)) print(sizeLine(result));
    writeWhole(options.json, `${JSON.stringify({ machine: facts(), ...options, results }, null, 2)}\n`);
    const missed = results.filter(({ ok }) => ok === false);
    print(missed.length === 0 ? "\nEvery goal is reached." : `\nMissed: ${missed.map(({ name }) => name).join("; ")}.`);
    print(`All figures: ${options.json}`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both sides take turns at each operation; who begins changes from round to round. */
async function measureAll(folder, cliFolder, { resources, rounds, package: packageFolder }) {
  const times = [];
  const states = {};
  print(timeHeading);
  for (let round = 0; round < rounds; round++) {
    const sides = round % 2 === 0 ? ["trivial", "ours"] : ["ours", "trivial"];
    const projects = {};
    for (const side of sides) {
      const program = programs[side](resources);
      projects[side] = await makeProject(join(folder, `${round}`), side, program, cliFolder, packageFolder);
    }
    for (const operation of Object.keys(operations)) {
      const measured = {};
      for (const side of sides) measured[side] = await projects[side].measure(operation);
      times.push({ operation, ...measured });
      print(timeLine({ name: operation, ...figures([measured]) }));
      if (operation === "up") for (const side of sides) states[side] = projects[side].state();
    }
  }
  if (rounds > 1) print(`\nmedian of ${rounds}:\n${timeHeading}`);
  if (rounds > 1) for (const result of timeResults(times)) print(timeLine(result));
  return { times, states };
}

/** @returns seconds of each side, and the ratio of the processor's time, which other work on the machine disturbs least */
function figures(measured) {
  const of = (side, what) => median(measured.map((one) => one[side][what]));
  const sides = Object.fromEntries(
    ["trivial", "ours"].map((side) => [side, { wall: of(side, "wall"), processor: of(side, "processor") }]),
  );
  return { ...sides, ratio: median(measured.map(({ trivial, ours }) => ours.processor / trivial.processor)) };
}

function timeResults(times) {
  return Object.keys(operations).map((name) => {
    const found = figures(times.filter(({ operation }) => operation === name));
    return { name, ...found, goal: ratioGoal, ok: found.ratio <= ratioGoal };
  });
}

function sizeResults({ trivial, ours }) {
  const perResource = ({ text, resources }) => Math.round(text.length / resources.length);
  const policies = (resources) => resources.filter(({ urn }) => /::p\d+$/.test(urn));
  const names = Object.keys(given(0));
  const real = [
    ["trivial", trivial, ["name", ...names]],
    ["AuthPolicy", ours, names],
  ].map(([name, state, given]) => {
    const bytes = sizeOf(policies(state.resources).at(-1), given);
    return { name, bytes, inFile: perResource(state), ...verdict(name, bytes) };
  });
  const goldens = goldenStates().map(({ type, given, state }) => {
    const { files, ...inputs } = state.inputs;
    const { files: _files, ...outputs } = state.outputs;
    const bytes = sizeOf(state, given);
    const withoutFiles = files === undefined ? undefined : sizeOf({ ...state, inputs, outputs }, given).compact.beyond;
    return { name: `${type}, golden state`, bytes, withoutFiles, ...verdict(type, bytes) };
  });
  return [...real, ...goldens];
}

const verdict = (name, { compact }) => (name === "trivial" ? {} : { goal: bytesGoal, ok: compact.beyond <= bytesGoal });

const mark = (ok) => (ok === undefined ? "" : ok ? style.good("  ✓") : style.bad("  ✗ missed"));
const cells = (name, list) => name.padEnd(26) + list.map((cell) => cell.padStart(14)).join("");
const timeHeading = cells("", ["wall, trivial", "ours", "cpu, trivial", "ours", "cpu ratio", "goal"]);
const s = (value) => `${value.toFixed(1)} s`;

function timeLine({ name, trivial, ours, ratio }) {
  const list = [s(trivial.wall), s(ours.wall), s(trivial.processor), s(ours.processor), `${ratio.toFixed(2)} ×`];
  return `${cells(name, [...list, `≤ ${ratioGoal} ×`])}${mark(ratio <= ratioGoal)}`;
}

function sizeLine({ name, bytes, inFile, withoutFiles, goal, ok }) {
  const beyond = `beside the user's inputs ${bytes.compact.beyond} B${goal === undefined ? "" : ` (≤ ${goal})`}`;
  const rest = `, as stored ${bytes.stored.beyond} B`;
  const whole = inFile === undefined ? "" : `; whole entry ${bytes.compact.whole} B, in the file ${inFile} B`;
  const files = withoutFiles === undefined ? "" : `; ${withoutFiles} B without the map of files`;
  return `${name.padEnd(30)} state: ${beyond}${rest}${whole}${files}${mark(ok)}`;
}

function optionsOf(words) {
  let values;
  try {
    const texts = Object.fromEntries(
      ["resources", "rounds", "json", "package"].map((name) => [name, { type: "string" }]),
    );
    ({ values } = parseArgs({ args: words, options: texts }));
  } catch (error) {
    throw new Failure(
      error.message,
      "npm run bench -- stack [--resources N] [--rounds N] [--json FILE] [--package FOLDER]",
    );
  }
  const count = (name, fallback) => {
    const value = values[name] === undefined ? fallback : Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Failure(`--${name} is a number from 1.`);
    return value;
  };
  const json = values.json === undefined ? join(localFolder, "bench", "stack.json") : resolve(root, values.json);
  mkdirSync(dirname(json), { recursive: true });
  const packageFolder = values.package === undefined ? root : resolve(root, values.package);
  return { resources: count("resources", 1_000), rounds: count("rounds", 1), json, package: packageFolder };
}
