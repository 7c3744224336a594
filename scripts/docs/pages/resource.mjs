// The page of one resource.
import { fieldRules } from "../fields.mjs";
import { blocks, code, kebab, prose, sentence, table } from "../markdown.mjs";
import { examples, heading, need, outputs, paragraphs, typeSections } from "./shared.mjs";

const effects = { replace: "**replace**", update: "update", record: "state only", ignore: "no difference" };

/** Name of a resource's page. */
export const resourcePage = (name) => `${kebab(name)}.md`;

/**
 * @param {import("../sdkModel.mjs").Documented} resource
 * @param {Map<string, import("../sdkModel.mjs").Documented>} exports
 * @param {import("./shared.mjs").Places} places
 * @param {string[]} complaints Gets what the sources contradict each other in.
 */
export async function resourceText(resource, exports, places, complaints) {
  const page = resourcePage(resource.name);
  const args = exports.get(`${resource.name}Args`);
  if (args === undefined) throw new Error(`${resource.file} exports no ${resource.name}Args`);
  const rules = await fieldRules(resource.name.charAt(0).toLowerCase() + resource.name.slice(1));
  compare(resource, args, rules, complaints);
  return blocks(
    heading(resource.name),
    paragraphs(resource.text),
    examples(resource),
    "## Arguments",
    paragraphs(args.text),
    table(
      ["name", "type", "default", "meaning", "a change"],
      args.members.map((member) => argument(member, rules, places, page)),
    ),
    "*replace*: a new object is made, and the old one goes. *update*: it is changed in place. *state only*: a change is shown and recorded in the state, for the operation that reads it later, and makes no call. *no difference*: nothing reads it later, and another argument shows what it changes.",
    computedSection(rules),
    typeSections(
      places.sections(page).map((name) => exports.get(name)),
      places,
      page,
    ),
    "## Outputs",
    outputs(resource, places, page),
    `## ${code(`${resource.name}.get(name, id)`)}`,
    paragraphs(resource.get.text),
    `${code("id")}: ${prose(sentence(resource.get.id))}`,
    resource.remarks.length === 0 ? "" : "## Good to know",
    paragraphs(...resource.remarks),
  );
}

function argument(member, rules, places, page) {
  const field = rules.get(member.name);
  const why = field === undefined ? "" : `${effects[field.rule]}: ${prose(field.why)}`;
  const secret = field?.secret ? "; values never show in a message" : "";
  return [code(member.name), places.type(member, page), need(member), prose(sentence(member.meaning)), why + secret];
}

/** What `check` adds to the inputs: it is seen in previews, so it is explained. */
function computedSection(rules) {
  const computed = [...rules].filter(([, field]) => field.computed);
  if (computed.length === 0) return "";
  const rows = computed.map(([name, field]) => [code(name), `${effects[field.rule]}: ${prose(field.why)}`]);
  return [
    "Computed from the arguments before anything is deployed, so that a preview can show them:",
    table(["name", "a change"], rows),
  ];
}

function compare(resource, args, rules, complaints) {
  const names = new Set(args.members.map(({ name }) => name));
  for (const name of names) {
    if (!rules.has(name))
      complaints.push(`${resource.file}: ${args.name}.${name} has no rule in the provider's schema.ts`);
    else if (rules.get(name).computed)
      complaints.push(`${resource.file}: ${args.name}.${name} is computed, no argument`);
  }
  for (const [name, { computed }] of rules) {
    if (!computed && !names.has(name))
      complaints.push(`${resource.file}: the provider takes \`${name}\`, which ${args.name} lacks`);
  }
}
