// All pages of docs/reference as texts, made from the sources. The same sources give the same texts on every machine.
import { blocks, prose, table } from "./markdown.mjs";
import { componentText } from "./pages/component.mjs";
import { configurationPage, configurationText } from "./pages/configuration.mjs";
import { errorsPage, errorsText } from "./pages/errors.mjs";
import { helpersFile, helpersPage, helpersText, scopesFile } from "./pages/helpers.mjs";
import { resourcePage, resourceText } from "./pages/resource.mjs";
import { heading, Places } from "./pages/shared.mjs";
import { reachedTypes } from "./reach.mjs";
import { readSdk } from "./sdkModel.mjs";

/**
 * @returns {Promise<{ pages: Map<string, string>, complaints: string[] }>} file name to text, and what the sources lack
 */
export async function referencePages() {
  const { exports, complaints } = await readSdk();
  const resources = [...exports.values()].filter(({ base }) => base === "DynamicResource");
  const components = [...exports.values()].filter(({ base }) => /(?:^|\.)ComponentResource$/.test(base ?? ""));
  const places = placesOf(exports, [...resources, ...components], complaints);
  const pages = new Map();
  for (const resource of resources) {
    pages.set(resourcePage(resource.name), await resourceText(resource, exports, places, complaints));
  }
  for (const component of components) {
    pages.set(resourcePage(component.name), componentText(component, exports, places));
  }
  pages.set(helpersPage, await helpersText(exports, places));
  pages.set(configurationPage, await configurationText(exports, places, complaints));
  pages.set(errorsPage, await errorsText(complaints));
  pages.set("README.md", indexText([...resources, ...components]));
  return { pages: new Map([...pages].map(([name, text]) => [name, `${text}\n`])), complaints };
}

/**
 * Where each type is explained: on the helpers' and the configuration's page what their files declare, everything else
 * on the page of the first resource that leads to it.
 */
function placesOf(exports, resources, complaints) {
  const places = new Places();
  const under = (page, name, heading = name) => places.add(name, page, heading.toLowerCase());
  for (const { name, file, kind } of exports.values()) {
    if ([helpersFile, scopesFile].includes(file) && kind !== "function") under(helpersPage, name);
    if (file === "sdk/workspace.ts") under(configurationPage, name, name === "WorkspaceArgs" ? "Workspace" : name);
  }
  for (const { name, base } of resources) {
    places.add(name, resourcePage(name));
    // A resource's arguments have one heading on every page; those of a component have their own name.
    if (base === "DynamicResource") under(resourcePage(name), `${name}Args`, "Arguments");
  }
  for (const resource of resources) {
    const own = [...exports.values()].filter(({ file, kind }) => file === resource.file && kind !== "function");
    for (const name of [...reachedTypes(resource, exports, complaints), ...own.map((one) => one.name)])
      if (!places.has(name)) under(resourcePage(resource.name), name);
  }
  for (const { name, kind, file } of exports.values())
    if (kind !== "function" && !places.has(name)) complaints.push(`${file}: ${name} is on no page of the reference`);
  return places;
}

function indexText(resources) {
  const first = (text) => prose(text.replace(/\s*\n\s*/g, " ").split(/(?<=[.:])\s+(?=[A-Z])/)[0]);
  const rows = resources.map(({ name, text }) => [`[${name}](${resourcePage(name)})`, first(text)]);
  return blocks(
    heading("Reference"),
    table(
      ["page", "what it is about"],
      [
        ...rows,
        [
          `[Helper constructors](${helpersPage})`,
          "What an agent can be allowed to use: endpoints, indexes, functions, tables …",
        ],
        [
          `[Configuration](${configurationPage})`,
          "Configuration keys, environment variables, ways to log in, and `Workspace`.",
        ],
        [`[Error codes](${errorsPage})`, "Everything that can go wrong, as a closed list."],
      ],
    ),
  );
}
