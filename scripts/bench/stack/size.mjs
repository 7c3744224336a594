import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../lib/files.mjs";
import { at } from "../../lib/paths.mjs";

const compact = (value) => JSON.stringify(value).length;
/** As Pulumi's file backend writes it: indented by four, the resources four levels deep. */
const stored = (value) =>
  JSON.stringify(value, null, 4)
    .split("\n")
    .reduce((sum, line) => sum + line.length + 1 + 16, 0);

/**
 * What a resource takes in the state, in bytes.
 *
 * @param {{ inputs: object, outputs: object }} resource as the state holds it
 * @param {readonly string[]} given names of the arguments that the user wrote
 * @returns `whole`: the resource's entry; `pulumi`: of it, what the engine writes for any resource; `beyond`: inputs and
 *   outputs without what the user gave, which is counted once; each compact and as stored
 */
export function sizeOf({ inputs, outputs, ...engine }, given) {
  const users = Object.fromEntries(Object.entries(inputs).filter(([name]) => given.includes(name)));
  const sizes = (measure) => ({
    whole: measure({ ...engine, inputs, outputs }),
    pulumi: measure(engine),
    beyond: measure({ inputs, outputs }) - measure(users),
  });
  return { compact: sizes(compact), stored: sizes(stored) };
}

/** The golden states of this release, and the arguments that they were made of. */
export function goldenStates() {
  const folder = at("test", "goldens", "state");
  const release = readJson(at("package.json")).version;
  const programs = JSON.parse(readFileSync(join(folder, "programs.json"), "utf8"));
  return Object.entries(programs).map(([type, args]) => {
    const text = readFileSync(join(folder, release, `${type}.json`), "utf8").replaceAll("<sha256>", "0".repeat(64));
    return { type, given: [...Object.keys(args), "agent"], state: JSON.parse(text) };
  });
}
