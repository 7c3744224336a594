// The page of a component: a resource of the sdk alone, which has no fields in the provider.
import { blocks, code, prose, sentence, table } from "../markdown.mjs";
import { resourcePage } from "./resource.mjs";
import { entries, examples, heading, paragraphs } from "./shared.mjs";

/**
 * @param {import("../sdkModel.mjs").Documented} component
 * @param {Map<string, import("../sdkModel.mjs").Documented>} exports
 * @param {import("./shared.mjs").Places} places
 */
export function componentText(component, exports, places) {
  const page = resourcePage(component.name);
  const types = [...exports.values()].filter(({ file, name }) => file === component.file && name !== component.name);
  return blocks(
    heading(component.name),
    paragraphs(component.text),
    examples(component),
    types.flatMap((type) => [`## ${type.name}`, paragraphs(type.text), entries(type, places, page), examples(type)]),
    "## Outputs",
    table(
      ["name", "type", "meaning"],
      component.members.map((member) => [code(member.name), code(member.type), prose(sentence(member.meaning))]),
    ),
  );
}
