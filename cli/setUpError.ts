/**
 * Something that a command needs is missing on this machine and could not be set up. Its message is for the person at the
 * terminal: what failed, the failing program's own last words, and the way out, a line each.
 */
export class SetUpError extends Error {
  /**
   * @param what failed, one sentence
   * @param todo what to do, a line each
   * @param detail last lines of the program that failed. Default: none
   */
  constructor(what: string, todo: readonly string[], detail = "") {
    const quoted = detail.trim() === "" ? [] : detail.trimEnd().split("\n");
    super([what, ...quoted.map((line) => `    ${line}`), ...todo.map((line) => `  → ${line}`)].join("\n"));
    this.name = "SetUpError";
  }
}

/** Whether somebody ended the command: what it had begun is removed, and nothing is left to explain. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
