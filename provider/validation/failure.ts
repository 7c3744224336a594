import { hintFor } from "./hint.js";
import type { Told } from "./reports.js";
import type { Finished } from "./run.js";
import type { ValidationFailed } from "./types.js";

/** Lines of output that are shown. */
const shownLines = 30;

/** How what happened is shown. */
export interface Shown {
  /** Takes secrets out of a text. */
  clean(text: string): string;
  /** The user's name of a file, by its path inside the model directory. */
  nameOf(path: string): string;
}

/**
 * What a failed try comes to: an exception, the end of its time, or an end without a word.
 *
 * @param told what the Python process told
 * @param finished how it ended
 * @param timeoutSeconds what it was given
 * @param shown how texts and files are shown
 */
export function failure(
  told: Told,
  finished: Finished,
  timeoutSeconds: number,
  { clean, nameOf }: Shown,
): Omit<ValidationFailed, "warnings"> {
  const { stage, error, hanging } = told;
  const exitCode = told.exit !== null && told.exit >= 0 ? told.exit : null;
  const output = lastLines(clean(finished.unstarted ?? finished.output));
  const shared = { ok: false as const, stage, exitCode, output };
  const frames = (error?.frames ?? hanging ?? []).map((one) => ({
    ...one,
    file: nameOf(one.file),
    text: clean(one.text),
  }));
  if (error !== undefined) {
    const message = clean(error.message);
    const summary = message === "" ? error.type : `${error.type}: ${message}`;
    const hint = hintFor(stage, error);
    return {
      ...shared,
      summary,
      frames,
      ...(hint === undefined ? {} : { hint }),
      error: { ...error, message, frames },
    };
  }
  if (hanging !== undefined || finished.late) {
    const summary = `not done after ${timeoutSeconds} s, and ended`;
    const hint = "Raise `timeoutSeconds` of `validate` if it only needs longer.";
    return { ...shared, summary, frames, hint };
  }
  return { ...shared, frames, ...ending(told, finished) };
}

function ending({ exit }: Told, { unstarted }: Finished): { summary: string; hint?: string } {
  if (unstarted !== undefined) return { summary: "Python could not be started" };
  if (exit === null) return { summary: "its process ended without a word" };
  if (exit >= 0) return { summary: `its process ended itself with exit code ${exit}` };
  const killed = exit === -9 ? { hint: "Most likely this machine ran out of memory." } : {};
  return { summary: `its process was ended by signal ${-exit}`, ...killed };
}

/** A text without what a terminal would obey: colours are left out, a bar that is drawn over itself becomes lines. */
export function printable(text: string): string {
  return text
    .replace(/\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, "")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "\ufffd");
}

/** The end of an output, as much of it as is shown. */
export function lastLines(text: string): string {
  return text.trimEnd().split(/\r?\n/).slice(-shownLines).join("\n");
}
