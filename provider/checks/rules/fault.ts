import type { ReadFault } from "../../modelPackage/index.js";
import type { Check, CheckedFile, Found } from "../types.js";

/** What reading the agent's file already found, of one kind. */
export function* faultsOf(check: Check, code: ReadFault["code"]): Iterable<Found> {
  const [agent] = check.files;
  if (agent === undefined) return;
  for (const fault of check.reading.faults) {
    if (fault.code === code)
      yield { file: agent, from: fault.offset, to: endOfLine(agent, fault.offset), message: fault.message };
  }
}

function endOfLine(file: CheckedFile, from: number | undefined): number | undefined {
  if (from === undefined) return 0;
  const end = file.module.parsed.text.indexOf("\n", from);
  return end < 0 ? undefined : end;
}
