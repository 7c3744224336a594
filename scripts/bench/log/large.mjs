import { Failure } from "../../lib/failure.mjs";
import { at } from "../../lib/paths.mjs";
import { run } from "../../lib/run.mjs";
import { onePut } from "./curl.mjs";
import { pythonVariables } from "./environment.mjs";
import { median, takeTurns } from "./figures.mjs";

const path = "api/2.0/mlflow-artifacts/artifacts/large";

/**
 * The row of one large artifact: its way over the network beside curl's, and the memory that planning and sending it
 * takes.
 *
 * @param {string} name
 * @param {number} rounds
 * @param {"sink" | "server"} target
 */
export function largeArtifact(name, rounds, target) {
  return {
    name,
    async run({ [target]: { url }, server, folders, rounds: wanted = rounds }) {
      const details = [];
      const times = await takeTurns(wanted, {
        async theirs() {
          const ms = await onePut(`${url}/${path}/big.bin`, `${folders.large}/big.bin`);
          server.empty();
          return ms;
        },
        async ours() {
          const args = ["--expose-gc", at("scripts/bench/log/sender.mjs"), folders.large, "big.bin", url];
          const { code, stdout, stderr } = await run(process.execPath, args, { env: pythonVariables() });
          if (code !== 0) throw new Failure("Sending the artifact failed.", [], { detail: stderr });
          server.empty();
          details.push(JSON.parse(stdout));
          return details.at(-1).ms;
        },
      });
      const [theirs, ours] = [median(times.theirs), median(times.ours)];
      const planning = median(details.map(({ planMs }) => planMs));
      const aboveIdle = Math.max(...details.map((each) => each.aboveIdle));
      return [
        {
          name: `${name}, curl`,
          unit: "ms",
          theirs,
          ours,
          ratio: theirs / ours,
          rule: "ratio",
          goal: 0.7,
          times,
          planning,
        },
        { name: `${name}: memory above idle`, unit: "bytes", ours: aboveIdle, rule: "ours", goal: 64 * 1_048_576 },
      ];
    },
  };
}
