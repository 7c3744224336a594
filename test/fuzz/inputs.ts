import fc from "fast-check";
import { unknownValue } from "../../provider/lifecycle/unknown.js";

/** A text that no message may hold. */
export const canary = "CANARY-5f0e";

const hostileKeys = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "prototype",
  "then",
  "__secrets",
  "__urn",
  "",
];

const key = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...hostileKeys) },
);

const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("", "latest", "1", "models:/a.b.c/1", "m-0a", "main.a.b", "agent.py", "../x"),
  },
  { weight: 1, arbitrary: fc.constantFrom("\u001b[2J", "\u0000", "\ud800", "..", "/etc/passwd", "x".repeat(100_000)) },
  { weight: 1, arbitrary: fc.constant(canary) },
);

const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53));

/** Anything that can arrive over the protocol, and some that cannot. */
export const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 5, arbitrary: text },
    { weight: 2, arbitrary: number },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false, undefined) },
    { weight: 2, arbitrary: fc.constant(unknownValue) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 3, arbitrary: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(objectOf) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map(nested) },
  ),
})).value as fc.Arbitrary<unknown>;

/** An object as Pulumi's protocol makes it: by assignment, so that a key `__proto__` replaces the prototype. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of entries) result[name] = value;
  return result;
}

function nested(depth: number): unknown {
  let value: unknown = canary;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Replaces parts of a value by anything, so that what is nearly right is tried as well. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const whole = { weight: 1, arbitrary: anything };
  if (Array.isArray(value)) {
    const items = fc.tuple(...value.map(spoiled));
    return fc.oneof({ weight: 40, arbitrary: items }, whole);
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => spoiled(item).map((other) => [name, other] as const));
    const more = fc.oneof(
      { weight: 6, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(key, anything), { maxLength: 2 }) },
    );
    const object = fc.tuple(fc.tuple(...entries), more).map(([own, added]) => objectOf([...own, ...added]));
    return fc.oneof({ weight: 40, arbitrary: object }, whole);
  }
  return fc.oneof({ weight: 80, arbitrary: fc.constant(value) }, whole);
}
