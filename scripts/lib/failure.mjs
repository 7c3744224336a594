/** What could not be done, and what the reader of the message can do about it. Printed without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} what What failed, one sentence.
   * @param {string | string[]} [todo] What to do, one or more lines; commands as they are typed.
   * @param {{ detail?: string, cause?: unknown }} [more] `detail`: the failing program's own last lines.
   */
  constructor(what, todo = [], { detail, cause } = {}) {
    super(what, { cause });
    this.name = "Failure";
    this.todo = Array.isArray(todo) ? todo : [todo];
    this.detail = detail;
  }
}

/** Text for the terminal: what, detail, what to do. A stack trace only where MLFLOW_AGENTS_DEBUG asks for it. */
export function describe(error) {
  const lines = [`✗ ${error instanceof Error ? error.message : String(error)}`];
  if (error instanceof Failure) {
    if (error.detail)
      lines.push(
        ...error.detail
          .trimEnd()
          .split("\n")
          .map((line) => `    ${line}`),
      );
    lines.push(...error.todo.map((line) => `  → ${line}`));
  } else {
    lines.push("  → This is a defect of the script. MLFLOW_AGENTS_DEBUG=1 shows where.");
  }
  if (process.env.MLFLOW_AGENTS_DEBUG && error instanceof Error && error.stack) lines.push(error.stack);
  return lines.join("\n");
}

/** The oldest Node that the project supports. */
const oldestNode = [20, 18, 1];

function requireNode() {
  const found = process.versions.node.split(".").map(Number);
  const index = oldestNode.findIndex((number, place) => number !== found[place]);
  if (index >= 0 && found[index] < oldestNode[index]) {
    throw new Failure(`Node ${process.versions.node} is too old.`, `Install Node ${oldestNode.join(".")} or newer.`);
  }
}

/** Runs a script's main function: a failure is described on stderr and the exit code is 1. */
export async function main(body) {
  try {
    requireNode();
    const code = await body();
    process.exitCode = typeof code === "number" ? code : 0;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}
