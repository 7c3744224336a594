import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** An agent that answers without asking anybody; the last line makes each logging a new one. */
const agent = (stamp) => `import mlflow
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=[self.create_text_output_item(text="hello", id="1")])


mlflow.models.set_model(Agent())
# ${stamp}
`;

let stamps = 0;

/** Changes an agent, so that what is logged next was never logged before. */
export function renew(folder) {
  writeFileSync(join(folder, "agent.py"), agent(++stamps));
}

/** Gives all data of an agent new times. */
export function touch(folder) {
  const now = new Date();
  for (const name of readdirSync(join(folder, "data"))) utimesSync(join(folder, "data", name), now, now);
}

/**
 * The agents that are logged.
 *
 * @param {string} parent folder for them
 * @returns {{ tiny: string, hundred: string, thousand: string, large: string }} their folders
 */
export function makeFolders(parent) {
  const make = (name, files, size) => {
    const folder = join(parent, name);
    mkdirSync(join(folder, "data"), { recursive: true });
    renew(folder);
    for (let index = 0; index < files; index++) writeFileSync(join(folder, "data", `${index}.bin`), randomBytes(size));
    return folder;
  };
  const large = make("large", 0, 0);
  const handle = openSync(join(large, "big.bin"), "w");
  const piece = randomBytes(1_000_000);
  for (let index = 0; index < 1_000; index++) writeSync(handle, piece);
  closeSync(handle);
  return {
    tiny: make("tiny", 0, 0),
    hundred: make("hundred", 100, 1_000_000),
    thousand: make("thousand", 1_000, 100_000),
    large,
  };
}
