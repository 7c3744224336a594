import { isAgentsError } from "../errors.js";

/**
 * A removal that counts as done when there is nothing to remove: somebody else was first, or it was sent twice because
 * the first answer was lost.
 */
export async function unlessGone(removal: Promise<void>): Promise<void> {
  await unlessAbsent(removal);
}

/** As {@link unlessGone}, and whether there was something to remove. */
export async function wasThere(removal: Promise<void>): Promise<boolean> {
  return (await unlessAbsent(removal.then(() => true))) ?? false;
}

/** The answer, or undefined when the server says that there is no such thing. */
export async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}
