import { posix } from "node:path";
import type { PreviewDocument } from "../../pulumi/previewDocument.js";
import { parseUrn } from "../../pulumi/urn.js";
import type { Change } from "./change.js";
import type { Finding } from "./report.js";
import { shownText } from "./shown.js";

/** `agent.py:31`, `tools/search.py:31:7`, at the beginning of a message or after the argument's path. */
const place =
  /^["'`]?((?:[^\s:"'`]+\/)?[^\s:/"'`]+\.(?:py|ipynb|ya?ml|toml|txt|json|ts|js)):(\d{1,7})(?::(\d{1,5}))?["'`]?(?=[\s:,.]|$)[:,]?\s*/;
const argumentPath = /^([A-Za-z]\w*(?:\.\w+|\["[^"\]]*"\]|\[\d+\])*): /;
const enginePrefix = /^(?:(?:error|warning|info): ?)?(?:[\w:/.-]+ resource '[^']*' has a problem: )?/;

/** Lines of the engine that say nothing about the program. */
const noise =
  /^(?:@?\s*(?:previewing|updating|refreshing) ?\.*|\(Use `node --trace|\(node:\d+\)|.*resource plan|preview failed$|update failed$|\d+ errors? occurred)/i;

/**
 * What the engine and the providers said, each with the place in a file where it names one.
 *
 * @param changes resources of the preview, whose place in the program counts where a message names no file
 * @param root folder of the program seen from the root of the repository, `""` when they are the same
 */
export function findingsOf(document: PreviewDocument, changes: readonly Change[], root: string): Finding[] {
  const sources = new Map(changes.map((change) => [change.urn, change.source]));
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { urn, message, severity } of document.diagnostics ?? []) {
    const finding = findingOf(message ?? "", severity, urn, sources.get(urn ?? ""), root);
    if (finding === undefined) continue;
    const key = JSON.stringify(finding);
    if (!seen.has(key)) findings.push(finding);
    seen.add(key);
  }
  for (const { name, type, action, initErrors } of changes) {
    if (action === "same" || action === "delete") continue;
    for (const error of initErrors) {
      findings.push({
        severity: "warning",
        resource: name,
        type,
        message: shownText(`the last update left it unfinished: ${shortened(error)}`),
      });
    }
  }
  const order = { error: 0, warning: 1, info: 2 };
  return findings.sort((a, b) => order[a.severity] - order[b.severity]);
}

function findingOf(
  raw: string,
  severity: string | undefined,
  urn: string | undefined,
  source: Change["source"],
  root: string,
): Finding | undefined {
  let text = raw.trim().replace(enginePrefix, "");
  if (text === "" || noise.test(text)) return undefined;
  const finding: Finding = { severity: severityOf(severity), message: "" };
  if (urn !== undefined && urn !== "") {
    const { name, type } = parseUrn(urn);
    if (type !== "pulumi:pulumi:Stack")
      Object.assign(finding, { resource: name, type: type.slice(type.lastIndexOf(":") + 1) });
  }
  const argument = argumentPath.exec(text);
  if (argument?.[1] !== undefined && finding.resource !== undefined) {
    finding.argument = argument[1];
    text = text.slice(argument[0].length);
  }
  const at = place.exec(text);
  if (at?.[1] !== undefined) {
    Object.assign(
      finding,
      { file: fromRoot(root, at[1]), line: Number(at[2]) },
      at[3] === undefined ? {} : { column: Number(at[3]) },
    );
    text = text.slice(at[0].length);
  } else if (source !== undefined) {
    Object.assign(finding, { file: fromRoot(root, source.file), line: source.line });
  }
  finding.message = shownText(shortened(text));
  return finding;
}

/** Of a stack trace or a log, what says most: the beginning and the end. */
function shortened(text: string): string {
  // Logs follow a line of dashes; what they come to is said before it.
  const lines = (text.split(/\n--- /)[0] ?? "")
    .split("\n")
    .filter((line) => !/^\s*(?:at .*[:(].*\d+:\d+\)?|[\^~]+|)\s*$/.test(line));
  return lines.length <= 8 ? lines.join("\n") : [...lines.slice(0, 2), "…", ...lines.slice(-2)].join("\n");
}

function severityOf(severity: string | undefined): Finding["severity"] {
  if (severity === "error") return "error";
  return severity === "warning" ? "warning" : "info";
}

/** A path that leads out of the repository is no place to point to: it stays as it was written. */
function fromRoot(root: string, file: string): string {
  const joined = posix.normalize(posix.join(root, file));
  return shownText(joined.startsWith("..") ? file : joined, 200);
}
