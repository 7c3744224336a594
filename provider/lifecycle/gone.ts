import { isAgentsError } from "../errors.js";

/**
 * A removal that counts as done when there is nothing to remove: somebody else was first, or it was sent twice because
 * the first answer was lost.
 */
export async function unlessGone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "notFound") throw error;
  }
}
