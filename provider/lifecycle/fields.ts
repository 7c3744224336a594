import type { ZodType } from "zod";

/**
 * What a change of an argument does to what exists:
 * - `replace`: the object cannot be changed in place, a new one is made;
 * - `update`: it is changed in place;
 * - `record`: nothing of it is sent, but a later operation reads it from the state (a refresh, a deletion, the next
 *   rollout). A change is a difference that updates the state and makes no call;
 * - `ignore`: nothing reads it later, and another field shows what it changes. It is no difference by itself.
 */
export type Rule = "replace" | "update" | "record" | "ignore";

/** One argument of a resource: its shape, and what a change of it does. */
export interface Field<T> {
  /** Shape and normal form. `check` stores what this schema returns, so equal meanings should become equal values. */
  readonly schema: ZodType<T>;
  /** What a change does. */
  readonly rule: Rule;
  /** The reason for the rule, for the reader of the code and of the reference documentation. */
  readonly why: string;
  /**
   * Whether its values may be secret. What is wrong with one is then said without it; which ones are secret, and are taken out
   * of every other text, the program says by Pulumi's secrets. Default: false.
   */
  readonly secret: boolean;
  /** Name of an entry inside of it, at any depth, whose values may be secret likewise. Default: none. */
  readonly secretEntry?: string | undefined;
  /** Whether two values mean the same although they differ. Default: never. */
  readonly same?: ((old: unknown, next: unknown) => boolean) | undefined;
  /** Whether `check` computes it and the user may not give it. Default: false. */
  readonly computed: boolean;
}

/** The arguments of a resource, by name. */
// biome-ignore lint/suspicious/noExplicitAny: a heterogeneous record; InputsOf recovers each type.
export type Fields = Record<string, Field<any>>;

type Optional<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? (undefined extends T ? K : never) : never;
}[keyof F];

type TypeOf<F> = F extends Field<infer T> ? T : never;

/** The type of a resource's inputs after `check`. */
export type InputsOf<F extends Fields> = { [K in Exclude<keyof F, Optional<F>>]: TypeOf<F[K]> } & {
  [K in Optional<F>]?: Exclude<TypeOf<F[K]>, undefined>;
};

function rule(name: Rule) {
  return <T>(
    schema: ZodType<T>,
    why: string,
    options: Pick<Partial<Field<T>>, "secret" | "secretEntry" | "same"> = {},
  ): Field<T> => ({
    schema,
    rule: name,
    why,
    secret: options.secret ?? false,
    secretEntry: options.secretEntry,
    same: options.same,
    computed: false,
  });
}

/** An argument whose change makes a new object. */
export const replace = rule("replace");
/** An argument whose change is applied in place. */
export const update = rule("update");
/** An argument whose change is written to the state, and nowhere else. */
export const record = rule("record");

/** An argument that nothing reads later, and whose change is no difference by itself. */
export const ignore = rule("ignore");

/**
 * A value that `check` derives from the arguments and adds to the inputs. As an input it is known during previews, so
 * that a preview can show what changed (the digest of each file, the policy's document).
 */
export function computed<T>(
  schema: ZodType<T>,
  rule: Rule,
  why: string,
  options: Pick<Partial<Field<T>>, "same"> = {},
): Field<T | undefined> {
  return { schema: schema.optional(), rule, why, secret: false, same: options.same, computed: true };
}
