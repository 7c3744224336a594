import { writeYaml } from "../../provider/modelPackage/yaml/write.js";
import { resourceKinds } from "../../provider/policy/kinds.js";
import { accessNames } from "./names.js";
import type { BroughtThing, NeededPolicy, NeededThing, NeededUse } from "./needed.js";

/** The policies as the text of a program: one import, then each policy. */
export function asTypeScript(policies: readonly NeededPolicy[]): string {
  const helpers = new Set(
    policies.flatMap(({ systemResources, brought, unresolved }) => [
      ...[...systemResources, ...brought].map(({ kind }) => resourceKinds[kind].helper),
      ...unresolved.flatMap(({ kinds }) => kinds.slice(0, 1).map((kind) => resourceKinds[kind].helper)),
    ]),
  );
  const classes = policies.some(({ resourcesOnly }) => !resourcesOnly) ? ["AuthPolicy"] : [];
  const names = [...classes, ...[...helpers].sort()];
  const variables = accessNames(policies.map(({ file }) => file));
  const parts = policies.map((policy, index) => policyText(policy, variables[index] ?? "access"));
  const imports = names.length === 0 ? [] : [`import { ${names.join(", ")} } from "pulumi-mlflow-agents";`];
  return `${[...imports, ...parts].join("\n\n")}\n`;
}

function policyText(policy: NeededPolicy, name: string): string {
  const { file, systemResources, brought, unresolved, resourcesOnly } = policy;
  const indent = resourcesOnly ? "  " : "    ";
  const items = [
    ...systemResources.map((thing) => `${indent}${callText(thing)}, // ${usesText(thing.uses)}`),
    ...brought.flatMap((thing) => [
      comment(`${indent}// ${broughtText(thing)}`),
      `${indent}// ${resourceKinds[thing.kind].helper}("…"${thing.onBehalfOfUser ? ", { onBehalfOfUser: true }" : ""}),`,
    ]),
    ...unresolved.flatMap(({ kinds, why, onBehalfOfUser, ...use }) => {
      const [kind] = kinds;
      const what = kinds.map((one) => resourceKinds[one].label).join(" or ");
      const options = onBehalfOfUser ? ", { onBehalfOfUser: true }" : "";
      return [
        comment(`${indent}// ${usesText([use])}: which ${what} is not told by reading: ${why}.`),
        ...(kind === undefined ? [] : [`${indent}// ${resourceKinds[kind].helper}("…"${options}),`]),
      ];
    }),
  ];
  const list = items.length === 0 ? "[]" : `[\n${items.join("\n")}\n${indent.slice(2)}]`;
  if (resourcesOnly) {
    const asUser = systemResources.some(({ onBehalfOfUser }) => onBehalfOfUser)
      ? ["// MLflow cannot write down that a LangChain agent acts for its caller: wrap it in a ResponsesAgent."]
      : [];
    return [
      comment(
        `// What ${file} uses. MLflow takes no policy for a LangChain agent: give it as the agent's \`resources\`.`,
      ),
      ...asUser,
      `export const ${name} = ${list};`,
    ].join("\n");
  }
  return [
    comment(`// What ${file} uses.`),
    `export const ${name} = new AuthPolicy(${JSON.stringify(name)}, {`,
    `  systemResources: ${list},`,
    ...scopeLines(policy),
    "});",
  ].join("\n");
}

function broughtText({ by, uses }: BroughtThing): string {
  const [{ file, line, through } = { file: "", line: 0, through: "" }] = uses;
  return (
    `${file}:${line} ${through} reads the embedding endpoint of ${by.name} when it opens it: declare it too, ` +
    "unless the index has embeddings of your own."
  );
}

function scopeLines({ userApiScopes, moreScopes }: NeededPolicy): string[] {
  const hint = "  // It acts for its caller in ways that reading does not tell the scopes of: add them here.";
  if (userApiScopes.length === 0) return moreScopes ? [hint, "  userApiScopes: [],"] : [];
  return [
    ...(moreScopes ? [hint] : []),
    moreScopes ? '  userApiScopes: ["derived"],' : '  userApiScopes: "derived",',
    `  // That is: ${userApiScopes.join(", ")}.`,
  ];
}

function callText({ kind, name, onBehalfOfUser }: NeededThing): string {
  const options = onBehalfOfUser ? ", { onBehalfOfUser: true }" : "";
  return `${resourceKinds[kind].helper}(${inert(JSON.stringify(name))}${options})`;
}

const mostPlaces = 3;

function usesText(uses: readonly NeededUse[]): string {
  const shown = uses.slice(0, mostPlaces).map(({ file, line, through }) => `${file}:${line} ${through}`);
  const more = uses.length > mostPlaces ? [`and ${uses.length - mostPlaces} more`] : [];
  return comment([...shown, ...more].join(", "));
}

/** The policies as documents of YAML, what is not told as comments. */
export function asYaml(policies: readonly NeededPolicy[]): string {
  const documents = policies.map(({ file, systemResources, brought, userApiScopes, unresolved, resourcesOnly }) => {
    const things = systemResources.map(({ kind, name, onBehalfOfUser }) =>
      onBehalfOfUser ? { kind, name, onBehalfOfUser } : { kind, name },
    );
    const comments = [
      ...brought.map((thing) => comment(`# ${broughtText(thing)}`)),
      ...unresolved.map(({ kinds, why, ...use }) =>
        comment(
          `# ${usesText([use])}: which ${kinds.map((one) => resourceKinds[one].label).join(" or ")} is not told by reading: ${why}.`,
        ),
      ),
    ];
    const value = resourcesOnly ? { resources: things } : { systemResources: things, userApiScopes };
    return [comment(`# What ${file} uses.`), ...comments, writeYaml(value).trimEnd()].join("\n");
  });
  return `${documents.join("\n---\n")}\n`;
}

/** The policies as one document of JSON. */
export function asJson(policies: readonly NeededPolicy[]): string {
  return `${JSON.stringify({ version: 1, agents: policies }, undefined, 2)}\n`;
}

/** A comment stays on its line, and what a file holds stays a text: neither may leave its place. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** JSON's text of a string, also for those who read U+2028 as the end of a line, without what steers a terminal. */
function inert(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
