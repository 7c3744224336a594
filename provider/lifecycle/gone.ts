import { isAgentsError } from "../errors.js";

/** Whether a removal had something to remove: somebody else may be first, or it was sent twice because an answer was lost. */
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
