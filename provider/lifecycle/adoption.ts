import { z } from "zod";
import { AgentsError } from "../errors.js";
import type { Context } from "../resource.js";
import { goesWith, type Holder, holderOf, ownerText } from "./ownership.js";

type Tags = Readonly<Record<string, string>>;

/**
 * What a resource may take that exists already: `true`: what carries no mark of another stack; `"take"`: also what
 * another stack holds.
 */
export const adoptSchema = z.union([z.boolean(), z.literal("take")], {
  message: 'it must be true, false, or "take" to take over what another stack holds',
});

/** See {@link adoptSchema}. */
export type Adopt = z.infer<typeof adoptSchema>;

/** Who may be taken from, for each value of `adopt`. */
const takes: Readonly<Record<string, readonly Holder[]>> = {
  false: ["this", "earlier", "later"],
  true: ["this", "earlier", "later", "sibling", "nobody"],
  take: ["this", "earlier", "later", "sibling", "nobody", "another"],
};

/** How an object is taken over, by what it takes. */
const waysToTake = {
  adopt: "`adopt: true` to take it over.",
  take:
    '`adopt: "take"` to take it away from that stack, which then no longer manages it (or to go on with it, where it is this ' +
    "stack, moved here from another backend).",
};

/**
 * Lets a creation go on with an object that exists: its own, or one that the program says to take over.
 *
 * @param what the object, in words: `the endpoint "support"`
 * @param adopt the argument
 * @throws AgentsError `notOwned`, which names the owner and the way out
 */
export function claim(context: Context, what: string, tags: Tags, adopt: Adopt | undefined): void {
  const refusal = refusedClaim(context, what, tags, adopt);
  if (refusal !== undefined) throw new AgentsError("notOwned", refusal, { path: "name" });
  if (holderOf(context.identity, tags) === "another") context.warn(taking(what, tags, context));
}

/**
 * Says in a preview what {@link claim} will do: that the name is somebody else's, or that an object is taken over, not
 * made. A name clash is no fault of a preview: its owner may be gone by the time of the update.
 *
 * @param what the object, in words
 * @param adopt the argument
 */
export function foreseeClaim(context: Context, what: string, tags: Tags, adopt: Adopt | undefined): void {
  const refusal = refusedClaim(context, what, tags, adopt);
  const holder = holderOf(context.identity, tags);
  if (refusal !== undefined) context.warn(`name: the update stops here: ${refusal}`);
  else if (holder === "another") context.warn(taking(what, tags, context));
  else if (holder === "nobody" || holder === "sibling")
    context.note(`${what} exists already: it is taken over, not made.`);
}

function refusedClaim(context: Context, what: string, tags: Tags, adopt: Adopt | undefined): string | undefined {
  const { identity } = context;
  const holder = holderOf(identity, tags);
  if ((takes[String(adopt ?? false)] ?? []).includes(holder)) return undefined;
  const owner = ownerText(tags, identity);
  const way = `Choose another name, or set ${waysToTake[holder === "another" ? "take" : "adopt"]}`;
  return `${what} exists already and was made by ${owner ?? "somebody else, not by this program"}. ${way}`;
}

/**
 * Refuses to write to an object that another stack has taken over since this one made it.
 *
 * @param what the object, in words
 * @param adopt the argument: `"take"` takes it back
 * @throws AgentsError `notOwned`
 */
export function stillHeld(context: Context, what: string, tags: Tags, adopt: Adopt | undefined): void {
  const taker = takenBy(context, tags);
  if (taker === undefined) return;
  if (adopt === "take") {
    context.warn(taking(what, tags, context));
    return;
  }
  const message =
    `${what} was taken over by ${taker}, and this resource no longer manages it. Nothing was changed. Take the resource out ` +
    'of this program (its deletion leaves the object alone), or set `adopt: "take"` to take it back.';
  throw new AgentsError("notOwned", message, { path: "adopt" });
}

/** Who holds an object that this resource made and holds no longer, in words; undefined where it still does. */
export function takenBy({ identity }: Context, tags: Tags): string | undefined {
  const holder = holderOf(identity, tags);
  return holder === "another" || holder === "sibling" ? ownerText(tags, identity) : undefined;
}

/** Why a former owner's next update is one, although nothing of its program differs. */
export function takenWords(what: string, taker: string): string {
  return `${what} was taken over by ${taker}: the update is refused, unless \`adopt: "take"\` takes it back.`;
}

/**
 * Whether an object stays although the resource goes, because somebody else holds it by now: the resource that replaces
 * this one, or another stack, which is then said.
 *
 * @param what the object, in words
 */
export function staysFor(context: Context, what: string, tags: Tags): boolean {
  const holder = holderOf(context.identity, tags);
  // One without a mark, which somebody took away, is still what the state says it is.
  if (goesWith(context.identity, tags) || holder === "nobody") return false;
  if (holder === "later") context.note(`${what} stays: the resource that replaces this one holds it.`);
  else context.warn(`${what} stays: it was taken over by ${ownerText(tags, context.identity)}.`);
  return true;
}

function taking(what: string, tags: Tags, { identity }: Context): string {
  return `${what} is taken over from ${ownerText(tags, identity)}, which no longer manages it.`;
}
