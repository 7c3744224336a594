// The page of a component: a resource of the sdk alone, which has no fields in the provider.
import { blocks } from "../markdown.mjs";
import { resourcePage } from "./resource.mjs";
import { examples, heading, outputs, paragraphs, typeSections } from "./shared.mjs";

/**
 * @param {import("../sdkModel.mjs").Documented} component
 * @param {Map<string, import("../sdkModel.mjs").Documented>} exports
 * @param {import("./shared.mjs").Places} places
 */
export function componentText(component, exports, places) {
  const page = resourcePage(component.name);
  const types = places.sections(page).map((name) => exports.get(name));
  return blocks(
    heading(component.name),
    paragraphs(component.text),
    examples(component),
    typeSections(types, places, page),
    "## Outputs",
    outputs(component, places, page),
  );
}
