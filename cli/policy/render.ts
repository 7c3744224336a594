import { writeYaml } from "../../provider/modelPackage/yaml/write.js";
import { resourceKinds } from "../../provider/policy/kinds.js";
import { accessNames } from "./names.js";
import type { BroughtThing, NeededPolicy, NeededThing, NeededUse } from "./needed.js";

/** The policies as the text of a program: one import, then each policy. */
export function asTypeScript(policies: readonly NeededPolicy[]): string {
  const printed = policies.filter((policy) => !isEmpty(policy) || policy.complete);
  const helpers = new Set(
    printed.flatMap(({ systemResources, brought, unresolved }) => [
      ...[...systemResources, ...brought].map(({ kind }) => resourceKinds[kind].helper),
      ...unresolved.flatMap(({ kinds }) => kinds.slice(0, 1).map((kind) => resourceKinds[kind].helper)),
    ]),
  );
  const classes = printed.some(({ resourcesOnly }) => !resourcesOnly) ? ["AuthPolicy"] : [];
  const names = [...classes, ...[...helpers].sort()];
  const variables = accessNames(policies.map(({ file }) => file));
  const parts = policies.map((policy, index) => policyText(policy, variables[index] ?? "access"));
  const imports = names.length === 0 ? [] : [`import { ${names.join(", ")} } from "pulumi-mlflow-agents";`];
  const gaps = notReadLines(policies).map((line) => comment(`// ${line}`.trimEnd()));
  return `${[...(gaps.length === 0 ? [] : [gaps.join("\n")]), ...imports, ...parts].join("\n\n")}\n`;
}

/** What was not read, before anything else: whoever pastes the rest has to know that it is not the whole. */
function notReadLines(policies: readonly NeededPolicy[]): string[] {
  const lines = policies.flatMap(({ notRead }) =>
    notRead.map(({ module, why, ...place }) => `  ${placeText(place)} ${module}: ${why}.`),
  );
  if (lines.length === 0) return [];
  return [
    "NOT COMPLETE. Some of the code was not read, and what it uses is missing below:",
    ...new Set(lines),
    "Say where code of yours lies (--code-path), name packages in the requirements, and run this again.",
  ];
}

/** Whether nothing was found: of an agent that was not read as a whole that is no policy. */
function isEmpty({ systemResources, brought, unresolved, moreScopes }: NeededPolicy): boolean {
  return systemResources.length + brought.length + unresolved.length === 0 && !moreScopes;
}

/** What an agent without uses is told. */
function emptyText({ file, complete, filesRead }: NeededPolicy): string {
  return complete
    ? `${file} uses nothing that a policy declares; it was read as a whole: ${filesRead} file${filesRead === 1 ? "" : "s"}.`
    : `In what was read of ${file}, nothing was found that a policy declares. No policy is printed: see what was not read.`;
}

function policyText(policy: NeededPolicy, name: string): string {
  const { file, systemResources, brought, unresolved, resourcesOnly } = policy;
  const indent = resourcesOnly ? "  " : "    ";
  const items = [
    ...systemResources.map((thing) => `${indent}${callText(thing)}, // ${usesText(thing.uses)}${defaultText(thing)}`),
    ...brought.flatMap((thing) => [
      comment(`${indent}// ${broughtText(thing)}`),
      `${indent}// ${resourceKinds[thing.kind].helper}("…"${thing.onBehalfOfUser ? ", { onBehalfOfUser: true }" : ""}),`,
    ]),
    ...(unresolved.length === 0 ? [] : [`${indent}// ${waysOut}`]),
    ...grouped(unresolved).flatMap(({ kinds, why, onBehalfOfUser, uses }) => {
      const [kind] = kinds;
      const what = kinds.map((one) => resourceKinds[one].label).join(" or ");
      const options = onBehalfOfUser ? ", { onBehalfOfUser: true }" : "";
      return [
        comment(`${indent}// ${usesText(uses)}: which ${what} is not told by reading: ${why}.`),
        ...(kind === undefined ? [] : [`${indent}// ${resourceKinds[kind].helper}("…"${options}),`]),
      ];
    }),
  ];
  const list = items.length === 0 ? "[]" : `[\n${items.join("\n")}\n${indent.slice(2)}]`;
  if (isEmpty(policy) && !policy.complete) return comment(`// ${emptyText(policy)}`);
  const about = isEmpty(policy) ? emptyText(policy) : `What ${file} uses.`;
  if (resourcesOnly) {
    const asUser = systemResources.some(({ onBehalfOfUser }) => onBehalfOfUser)
      ? ["// MLflow cannot write down that a LangChain agent acts for its caller: wrap it in a ResponsesAgent."]
      : [];
    return [
      comment(`// ${about} MLflow takes no policy for a LangChain agent: give it as the agent's \`resources\`.`),
      ...asUser,
      `export const ${name} = ${list};`,
    ].join("\n");
  }
  return [
    comment(`// ${about}`),
    `export const ${name} = new AuthPolicy(${JSON.stringify(name)}, {`,
    `  systemResources: ${list},`,
    ...scopeLines(policy),
    "});",
  ].join("\n");
}

/** The ways out where a name is not told. */
const waysOut =
  "Not told by reading: write the name, give the configuration (--model-config, --set), or declare it and `allow` it with a reason.";

/** Whose default a name is, where it is nothing else anywhere. */
function defaultText({ uses }: NeededThing): string {
  const settings = new Set(uses.map(({ defaultOf }) => defaultOf));
  if (settings.has(undefined)) return "";
  return comment(`, default of ${[...settings].join(", ")}`);
}

type Unresolved = NeededPolicy["unresolved"][number];

/** What is not told for one reason, with all its places. */
function grouped(
  unresolved: readonly Unresolved[],
): (Pick<Unresolved, "kinds" | "why" | "onBehalfOfUser"> & { uses: NeededUse[] })[] {
  const found = new Map<string, ReturnType<typeof grouped>[number]>();
  for (const { kinds, why, onBehalfOfUser, ...use } of unresolved) {
    const key = JSON.stringify([kinds, why, onBehalfOfUser, use.through]);
    const one = found.get(key) ?? { kinds, why, onBehalfOfUser, uses: [] };
    one.uses.push(use);
    found.set(key, one);
  }
  return [...found.values()];
}

function broughtText({ by, uses }: BroughtThing): string {
  const [{ through, ...place } = { file: "", line: 0, through: "" }] = uses;
  return (
    `${placeText(place)} ${through} reads the embedding endpoint of ${by.name} when it opens it: declare it too, ` +
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

/** `agent.py:3`, `agent.ipynb cell 2:3`. */
function placeText({ file, line, cell }: Pick<NeededUse, "file" | "line" | "cell">): string {
  return cell === undefined ? `${file}:${line}` : `${file} cell ${cell}:${line}`;
}

const mostPlaces = 3;

function usesText(uses: readonly NeededUse[]): string {
  const shown = uses.slice(0, mostPlaces).map(({ through, ...place }) => `${placeText(place)} ${through}`);
  const more = uses.length > mostPlaces ? [`and ${uses.length - mostPlaces} more`] : [];
  return comment([...shown, ...more].join(", "));
}

/** The policies as documents of YAML, what is not told as comments. */
export function asYaml(policies: readonly NeededPolicy[]): string {
  const documents = policies.map((policy) => {
    const { file, systemResources, brought, userApiScopes, unresolved, resourcesOnly } = policy;
    if (isEmpty(policy) && !policy.complete) return comment(`# ${emptyText(policy)}`);
    const things = systemResources.map(({ kind, name, onBehalfOfUser }) =>
      onBehalfOfUser ? { kind, name, onBehalfOfUser } : { kind, name },
    );
    const comments = [
      ...brought.map((thing) => comment(`# ${broughtText(thing)}`)),
      ...grouped(unresolved).map(({ kinds, why, uses }) =>
        comment(
          `# ${usesText(uses)}: which ${kinds.map((one) => resourceKinds[one].label).join(" or ")} is not told by reading: ${why}.`,
        ),
      ),
    ];
    const value = resourcesOnly ? { resources: things } : { systemResources: things, userApiScopes };
    const about = isEmpty(policy) ? emptyText(policy) : `What ${file} uses.`;
    return [comment(`# ${about}`), ...comments, writeYaml(value).trimEnd()].join("\n");
  });
  const gaps = notReadLines(policies).map((line) => comment(`# ${line}\n`.trimEnd()));
  return `${[...gaps, documents.join("\n---\n")].join("\n")}\n`;
}

/** The policies as one document of JSON. */
export function asJson(policies: readonly NeededPolicy[]): string {
  return `${JSON.stringify({ version: 1, complete: policies.every(({ complete }) => complete), agents: policies }, undefined, 2)}\n`;
}

/** A comment stays on its line, and what a file holds stays a text: neither may leave its place. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** JSON's text of a string, also for those who read U+2028 as the end of a line, without what steers a terminal. */
function inert(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
