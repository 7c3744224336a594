import fc from "fast-check";
import type { AgentSource, Json } from "../../provider/modelPackage/index.js";
import { hostileKeys, hostileValues } from "./hostile.js";

// Agents whose every name and value is one that writers of YAML and JSON get wrong. What they are is drawn from a seed,
// so that a failure is found again.

const hostileTexts = hostileValues.filter((value): value is string => typeof value === "string" && value.length < 500);
// Halves of a surrogate pair: JSON can hold them, files cannot.
const halfPairs = ["\ud800", "a\udfff", "\udc00\ud800"];
const telling = [
  "__proto__",
  "constructor",
  "toString",
  "task",
  "dependencies_schemas",
  "model_id",
  "flavors",
  "!!python/object:os.system",
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 2, arbitrary: fc.constantFrom(...telling) },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 12 }) },
);
const key = fc.oneof(text, fc.constantFrom(...hostileKeys.filter((name) => name.length < 200)));

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    mapping(tie("value")),
  ),
}));

function mapping(of: fc.Arbitrary<Json>): fc.Arbitrary<{ [key: string]: Json }> {
  return fc.array(fc.tuple(key, of), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
}

const column = fc.record({
  type: fc.constantFrom("string", "long", "double", "boolean"),
  name: text,
  required: fc.boolean(),
});
const resources = fc.array(text, { minLength: 1, maxLength: 3 }).map((names) => ({
  api_version: "1",
  databricks: { table: names.map((name) => ({ name })), serving_endpoint: [{ name: names[0] ?? "" }] },
}));

/** What the names of files are made of; the files have to be there. */
export interface FuzzFiles {
  /** Agents, by path. */
  agents: readonly string[];
  /** Other files, by path. */
  others: readonly string[];
  /** Files whose names are refused. */
  refused: readonly string[];
}

/** Rarely: another value than the one that is right, so that most agents have a model. */
function rarely<T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const requirement = rarely(
  fc.constantFrom("openai<2", "pkg[a,b]>=1 ; python_version < '4'", "a @ https://x.example/a.whl", "b==1.*"),
  text,
);
const prompt = rarely(
  fc
    .tuple(fc.constantFrom("greeting", "a-b.c_d", "prod.kb.p", "ключ", "yes"), fc.nat(99))
    .map(([name, version]) => `prompts:/${name}/${version}`),
  text,
);
const variable = rarely(fc.constantFrom("OPENAI_API_KEY", "yes", "NO", "_x", "Null"), text);
const path = (files: readonly string[], refused: readonly string[]) =>
  rarely(fc.constantFrom(...files), fc.oneof(text, fc.constantFrom(...refused)));

/**
 * Agents with hostile names and values.
 *
 * @param files that there are
 * @param release of MLflow
 */
export function hostileAgents(files: FuzzFiles, release: string): fc.Arbitrary<AgentSource> {
  const artifacts = fc
    .array(fc.tuple(key, path(files.others, files.refused)), { maxLength: 3 })
    .map((entries) => Object.fromEntries(entries));
  const policy = fc.record({
    system_auth_policy: fc.oneof(fc.constant({}), fc.record({ resources })),
    user_auth_policy: fc.oneof(fc.constant({}), fc.record({ api_scopes: fc.array(text, { maxLength: 3 }) })),
  });
  return fc
    .record({
      code: path(files.agents, files.refused),
      codePaths: fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        fc.array(path(files.others, files.refused), { maxLength: 2 }),
      ),
      artifacts: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, artifacts),
      ignore: fc.constant<string[]>([]),
      mlflowVersion: rarely(fc.constant(release), text),
      rest: fc.record(
        {
          modelConfig: mapping(value),
          metadata: rarely(
            mapping(value),
            fc.dictionary(fc.constantFrom(...halfPairs, "a"), fc.constantFrom(...halfPairs)),
          ),
          inputExample: value,
          requirements: fc.array(requirement, { maxLength: 3 }),
          constraints: fc.array(requirement, { maxLength: 2 }),
          prompts: fc.array(prompt, { maxLength: 3 }),
          environmentVariables: fc.array(variable, { maxLength: 3 }),
          pythonVersion: rarely(fc.constantFrom("3.11.7", "3.10.0", "3.13.12"), text),
          signature: fc.record({
            inputs: rarely(fc.array(column, { minLength: 1, maxLength: 3 }), fc.constant<never[]>([])),
            outputs: fc.array(column, { minLength: 1, maxLength: 2 }),
          }),
          policy: fc.oneof(fc.record({ resources }), fc.record({ authPolicy: policy })),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ rest: { policy: allowed, ...rest }, ...agent }) => ({ ...agent, ...rest, ...allowed }));
}

/** How many names and values an agent's declaration holds. */
export function sizeOfSource(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((total, item) => total + sizeOfSource(item), 0);
  if (typeof value !== "object" || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((total, item) => total + 1 + sizeOfSource(item), 0);
}

/** Names of files that cannot be made on every system, and are refused therefore. All of them can be made on Linux. */
export const refusedNames = [
  "a: b",
  "*a",
  "a\\b",
  "tab\there",
  "line\nbreak",
  "\u0001",
  "trailing ",
  "CON",
  "dot.",
  "a?b",
  "a|b",
  "<a>",
  'quo"te',
];

/** Names of files that other programs stumble over. */
export const fileNames = [
  "plain",
  "two words",
  "it's",
  "- a",
  "#a",
  "yes",
  "null",
  "1.0",
  "1e3",
  "0777",
  "2024-01-31",
  "~",
  "{a}",
  "[a]",
  "&a",
  "%a",
  "@a",
  "`a",
  "!a",
  "a,b",
  "\u2028",
  "日本語",
  "ñ",
  "e\u0301",
  "🙂",
  "x".repeat(200),
  " leading",
  "$HOME",
  "%41",
];
