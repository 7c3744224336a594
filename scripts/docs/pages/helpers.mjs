// The page of the helper constructors: what an agent can be allowed to use.
import { bare, compiler, constant, literal, parseFile } from "../compiler.mjs";
import { docComment } from "../docComment.mjs";
import { blocks, code, prose, sentence, table } from "../markdown.mjs";
import { examples, heading, paragraphs, typeSections } from "./shared.mjs";

export const helpersPage = "helpers.md";

/** The file whose functions are the helpers. */
export const helpersFile = "sdk/passthrough.ts";

/** The file that names the API scopes. */
export const scopesFile = "sdk/apiScopes.ts";

const shapes = { threePart: "`catalog.schema.name`", plain: "a name", id: "an id" };

/** @param {Map<string, import("../sdkModel.mjs").Documented>} exports */
export async function helpersText(exports, places) {
  const ts = await compiler();
  const kinds = literal(ts, constant(ts, await parseFile("provider/policy/kinds.ts"), "resourceKinds"));
  const targets = literal(ts, constant(ts, await parseFile("provider/policy/targets.ts"), "targets"));
  const where = Object.keys(targets);
  const own = [...exports.values()].filter(({ file }) => file === helpersFile);
  const helpers = own.filter(({ kind }) => kind === "function");
  const types = own.filter(({ kind }) => kind !== "function");
  const rows = helpers.map((helper) => {
    const [kind, outputs] = bare(ts, helper.initializer).arguments.map((argument) => literal(ts, argument));
    const { shape, mlflow, scopes } = kinds[kind];
    return [
      code(`${helper.name}(…)`),
      prose(sentence(helper.text)),
      shapes[shape],
      outputs.map(code).join(", "),
      mlflow,
      ...where.map((target) => (scopes[target].length === 0 ? "none known" : scopes[target].map(code).join(", "))),
    ];
  });
  const described = new Set(helpers.map((helper) => literal(ts, bare(ts, helper.initializer).arguments[0])));
  const missing = Object.keys(kinds).filter((kind) => !described.has(kind));
  if (missing.length > 0) throw new Error(`${helpersFile}: there is no helper for ${missing.join(", ")}`);
  return blocks(
    heading("What an agent uses: the helper constructors"),
    "Each makes one entry of `systemResources` or `resources` from a name, an output, or a Pulumi resource that has the name.",
    types.flatMap(({ examples: list }) => list),
    table(
      [
        "helper",
        "for",
        "form of the name",
        "taken from a resource's output (the first there is)",
        "since MLflow",
        ...where.map((target) => `scopes that a use on behalf of the user needs on ${targets[target].label}`),
      ],
      rows,
    ),
    // Their examples stand at the top.
    typeSections(
      types.map((type) => ({ ...type, examples: [] })),
      places,
      helpersPage,
    ),
    scopesSection(ts, exports),
  );
}

/** The API scopes by name. */
function scopesSection(ts, exports) {
  const scopes = exports.get("apiScopes");
  const rows = bare(ts, scopes.initializer).properties.map((property) => [
    code(`apiScopes.${property.name.text}`),
    code(literal(ts, property.initializer)),
    prose(sentence(docComment(property).text)),
  ]);
  return [
    "## ApiScope",
    paragraphs(exports.get("ApiScope").text, scopes.text),
    examples(scopes),
    table(["name", "scope", "what it lets an agent do for its caller"], rows),
  ];
}
