import { type Change, type Json, listOf, mapOf, type Properties } from "./change.js";
import { entriesOf, secretPaths, settingsOf } from "./entries.js";
import type { AgentReport, Entry } from "./report.js";
import { shown } from "./shown.js";

const requirementLists = ["requirements", "extraRequirements", "constraints"] as const;
const ownParts = new Set([
  ...requirementLists,
  "files",
  "digest",
  "modelConfig",
  "authPolicy",
  "resources",
  // Follow from the content on the workspace.
  "modelId",
  "modelUri",
  "experimentId",
  "status",
  "leftover",
]);

/** What of an agent's own content changes. */
export function agentContent(
  change: Change,
): Pick<AgentReport, "files" | "requirements" | "configuration" | "settings"> {
  const [before, after] = [change.before ?? {}, change.after ?? {}];
  return {
    files: change.action === "delete" ? [] : filesOf(mapOf(before.files), mapOf(after.files)),
    requirements:
      change.action === "delete"
        ? []
        : requirementLists.flatMap((name) => requirements(name, before[name], after[name])),
    configuration:
      change.action === "delete"
        ? []
        : entriesOf(configuration(before), configuration(after), secretPaths(change, "modelConfig")),
    settings: settingsOf(change, ownParts),
  };
}

function filesOf(before: Properties, after: Properties): AgentReport["files"] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): AgentReport["files"] => {
    if (!(path in before)) return [{ path, action: "added" }];
    if (!(path in after)) return [{ path, action: "removed" }];
    return before[path] === after[path] ? [] : [{ path, action: "changed" }];
  });
}

/** A configuration that is a file shows as that file; its content is among the files. */
function configuration(inputs: Properties): Properties {
  const given = inputs.modelConfig;
  return typeof given === "string" ? { modelConfig: given } : mapOf(given);
}

/** Requirements by package, so that a new release is one changed line. */
function requirements(kind: string, before: Json | undefined, after: Json | undefined): Entry[] {
  const prefix = kind === "constraints" ? "constraint " : "";
  const [old, next] = [byPackage(before), byPackage(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  return names.flatMap((name): Entry[] => {
    const [was, is] = [old.get(name), next.get(name)];
    if (was === is) return [];
    return [
      {
        name: `${prefix}${name}`,
        action: was === undefined ? "added" : is === undefined ? "removed" : "changed",
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}

function byPackage(value: Json | undefined): Map<string, string> {
  // A path names a file, whose own lines are among the files.
  if (typeof value === "string") return new Map([["file", shown("file", value)]]);
  const found = new Map<string, string>();
  for (const line of listOf(value)) {
    if (typeof line !== "string") continue;
    const text = shown("requirement", line.trim());
    const name =
      /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?/
        .exec(text)?.[1]
        ?.toLowerCase()
        .replace(/[-_.]+/g, "-") ?? text;
    // pip allows a package twice with different markers.
    found.set(found.has(name) ? text : name, text.slice(name.length).trim() === "" ? "any release" : text);
  }
  return found;
}
