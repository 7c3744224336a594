import type { Context } from "../resource.js";
import { adoptSchema, foreseeClaim } from "./adoption.js";
import { isUnknown } from "./unknown.js";

type Values = Readonly<Record<string, unknown>>;

/**
 * Looks in a preview whether a name that the program uses for the first time is free, and says what its creation will come
 * to. One read; in an update the creation itself finds out.
 *
 * @param what the object, in words: `the endpoint "support"`
 * @param inputs normal form of the arguments
 * @param recorded inputs of the run before, empty where there was none
 * @param look the tags of what has the name; undefined where it is free
 */
export async function lookAtName(
  context: Context,
  what: string,
  inputs: Values,
  recorded: Values,
  look: () => Promise<Readonly<Record<string, string>> | undefined>,
): Promise<void> {
  const { name } = inputs;
  if (!context.preview || isUnknown(name) || name === recorded.name) return;
  try {
    const tags = await look();
    if (tags !== undefined) foreseeClaim(context, what, tags, adoptSchema.safeParse(inputs.adopt).data);
  } catch (error) {
    context.unseen(
      `whether ${what} exists already was not looked at: ${String(error instanceof Error ? error.message : error)}`,
    );
  }
}
