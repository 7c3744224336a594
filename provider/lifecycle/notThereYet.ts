import type { Problem } from "../errors.js";

/** What is told of something that is not there. */
interface Told {
  warn(message: string): void;
}

/**
 * Tells of what arguments name and is not there. In a preview that is no fault, because the program may be about to make
 * it; who makes sure of it is `create` and `update`, before they change anything.
 *
 * @param absent what is not there: the argument, and a sentence about it
 * @param otherwise what the update does where the program does not make it, as the end of "else …"
 */
export function notThereYet(context: Told, absent: readonly Problem[], otherwise: string): void {
  for (const { path, message } of absent) {
    context.warn(`${path}: ${message} If this program makes it, all is well; else ${otherwise}.`);
  }
}

/** The way out, for an update that finds something missing. */
export const makeItFirst =
  "Make it first. Where this program makes it, hand on an output of the resource that does, or name that resource in " +
  "`dependsOn`, so that it comes first.";
