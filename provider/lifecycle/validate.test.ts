import { describe, expect, it } from "vitest";
import { z } from "zod";
import { computed, type Fields, replace, update } from "./fields.js";
import { unknownValue } from "./unknown.js";
import { usable, validate } from "./validate.js";

const entry = z.strictObject({ name: z.string().min(1, "it must not be empty"), share: z.number().int().min(0) });
const reference = z.union([
  z.string().regex(/^models:/, "a version is named `models:/name/version`"),
  z.strictObject({ name: z.string(), version: z.union([z.string(), z.number()]) }),
]);
const fields: Fields = {
  name: replace(
    z
      .string()
      .regex(/^[a-z]+$/, "a name is lower-case letters")
      .optional(),
    "it stays",
  ),
  code: update(z.string(), "it changes"),
  environment: update(
    z.record(z.string().regex(/^[A-Z]+$/, "a key is upper-case letters"), z.string()).optional(),
    "x",
    {
      secret: true,
    },
  ),
  traffic: update(z.array(entry).optional(), "it changes"),
  kind: update(z.enum(["small", "large"]).optional(), "it changes"),
  model: update(reference.optional(), "it changes"),
  alias: update(
    z.union([z.literal("latest"), z.string().regex(/^\d+$/)], { message: "`latest`, or a number" }).optional(),
    "it moves",
  ),
  lines: update(z.union([z.string(), z.array(z.string())]).optional(), "they change"),
  digest: computed(z.string(), "update", "it follows"),
};

/** What is said of arguments, `path: message`. */
function said(raw: Record<string, unknown>, secret: string[] = []): string[] {
  const { problems } = validate(fields, { code: "agent.py", ...raw }, new Set(secret));
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("a problem says where it is, what was given, and the way out", () => {
  const cases: [string, Record<string, unknown>, string[]][] = [
    ["an unknown argument", { cod: 1 }, ["cod: there is no such argument. Did you mean `code`?"]],
    [
      "an unknown argument far from all others",
      { somethingElse: 1 },
      [
        "somethingElse: there is no such argument. It takes: name, code, environment, traffic, kind, model, alias, lines.",
      ],
    ],
    ["a required one that is missing", { code: undefined }, ["code: it is required (a string)."]],
    ["a required one that is null", { code: null }, ["code: it is required (a string)."]],
    ["a wrong type", { code: 7 }, ["code: it must be a string, but a number was given (7)."]],
    ["a list in place of a text", { code: ["a"] }, ["code: it must be a string, but a list of 1 was given."]],
    ["a wrong form", { name: "A" }, ['name: a name is lower-case letters (given: "A").']],
    [
      "a value that is none of a few",
      { kind: "big" },
      ['kind: it must be one of "small", "large", but "big" was given.'],
    ],
    [
      "deep inside",
      { traffic: [{ name: "a", share: "9" }] },
      ['traffic[0].share: it must be a number, but a string was given ("9").'],
    ],
    [
      "an entry too much",
      { traffic: [{ name: "a", share: 1, wieght: 1 }] },
      ["traffic[0]: `wieght`: there is no such entry here."],
    ],
    ["a key", { environment: { "api-key": "x" } }, ['environment["api-key"]: a key is upper-case letters.']],
    [
      "neither of two forms",
      { model: "main.a.b" },
      ['model: a version is named `models:/name/version` (given: "main.a.b").'],
    ],
    [
      "one of two forms, half right",
      { model: { name: "a", version: {} } },
      ["model: version: it must be a string or a number, but an object was given."],
    ],
    [
      "none of several forms, of which the union speaks",
      { alias: true },
      ["alias: `latest`, or a number (given: true)."],
    ],
    ["neither of two types", { lines: 3 }, ["lines: it must be a string or a list, but 3 was given."]],
  ];

  it.each(cases)("%s", (_what, raw, expected) => {
    expect(said(raw)).toEqual(expected);
  });

  it("and all of them are told at once", () => {
    expect(said({ cod: 1, name: "A", traffic: [{}, 1], kind: 1 })).toHaveLength(6);
  });

  it("but not thousands of them", () => {
    const many = said({ traffic: Array.from({ length: 5_000 }, () => 1) });
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe("traffic: and 4980 more faults.");
    const foreign = said(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1])));
    expect(foreign).toHaveLength(21);
  });
});

describe("null counts as unset", () => {
  it("for an optional argument", () => {
    expect(validate(fields, { code: "a", name: null, kind: null }, new Set())).toMatchObject({
      inputs: { code: "a" },
      problems: [],
    });
  });
});

describe("what was given is not repeated", () => {
  const canary = "CANARY-1";
  const cases: [string, Record<string, unknown>, string[]][] = [
    ["in a field that may always be secret", { environment: { KEY: { a: canary } } }, []],
    ["in a Pulumi secret", { name: canary, code: { x: canary } }, ["name", "code"]],
    ["in a secret of two forms", { model: canary }, ["model"]],
    ["deep inside a secret", { model: { name: "a", version: canary, more: canary } }, ["model"]],
    ["in a secret that is none of a few", { kind: canary }, ["kind"]],
  ];
  it.each(cases)("%s", (_what, raw, secret) => {
    const text = said(raw, secret);
    expect(text.length).toBeGreaterThan(0);
    expect(text.join()).not.toContain(canary);
  });
});

describe("what is not known yet during a preview", () => {
  it("is tolerated where it stands, and what is wrong beside it is told", () => {
    const traffic = [
      { name: unknownValue, share: unknownValue },
      { name: "", share: 1 },
    ];
    const validated = validate(fields, { code: unknownValue, traffic }, new Set());
    expect(validated.problems).toEqual([
      { code: "invalidArgument", path: "traffic[1].name", message: 'it must not be empty (given: "").' },
    ]);
    expect([...validated.unknown]).toEqual(["code", "traffic"]);
    expect(validated.inputs.code).toBe(unknownValue);
    expect(usable(validated, "kind")).toBe(true);
    expect(usable(validated, "kind", "code")).toBe(false);
  });

  it.each([
    ["a whole argument", { model: unknownValue, environment: unknownValue }],
    ["an entry", { environment: { KEY: unknownValue }, traffic: [unknownValue] }],
    ["part of one of two forms", { model: { name: unknownValue, version: unknownValue } }],
  ])("keeps its place: %s", (_what, raw) => {
    const { inputs, problems } = validate(fields, { code: "a", ...raw }, new Set());
    expect(problems).toEqual([]);
    expect(inputs).toEqual({ code: "a", ...raw });
  });
});

describe("hostile arguments", () => {
  it("nested without end are refused in words", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(said({ lines: deep })).toEqual(["lines: it is nested more than 100 levels deep."]);
  });

  it("cannot write to the terminal, nor fill it", () => {
    const [line = ""] = said({ [`\u001b[2J${"x".repeat(100_000)}`]: 1 });
    expect(line).not.toContain("\u001b");
    expect(line.length).toBeLessThan(300);
    expect(said({ traffic: [{ name: "a", share: 1, "\u001b[2J": 1 }] }).join()).not.toContain("\u001b");
  });

  it.each(["constructor", "toString", "hasOwnProperty"])("named %s are unknown ones", (name) => {
    expect(said({ [name]: 1 })).toEqual([expect.stringContaining(`${name}: there is no such argument.`)]);
  });
});
