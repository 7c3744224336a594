import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";

/**
 * What a read finds. One "not found" of something that the state knows is no drift: a store may lag behind what was written
 * moments ago. It is read again for some seconds before it counts as gone; what is there is read once.
 */
export async function surelyRead<T>(
  context: Context,
  id: string,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  let missing: unknown;
  const look = () => {
    missing = undefined;
    return read().catch((error: unknown) => {
      missing = error;
      throw error;
    });
  };
  const found = await untilSeen(context, id, look, goneAfterMs);
  // A part of it that is not found says nothing of the whole.
  if (found === undefined && missing !== undefined) throw missing;
  return found;
}
