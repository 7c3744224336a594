import type { AfterAllowing } from "../../provider/checks/index.js";
import type { CheckedAgent, Report, ReportedFinding } from "./report.js";

/** Escape sequences of a terminal, or nothing. */
function painter(colour: boolean) {
  const paint = (code: string) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    error: paint("1;31"),
    warning: paint("1;33"),
    hint: paint("1;36"),
    place: paint("1"),
    faint: paint("2"),
    mark: paint("32"),
  };
}

/**
 * The findings for people: `file:line:column: severity[code]: message`, the line with a caret, and what to do.
 *
 * @param colour whether to use colours
 * @param quiet whether nothing was said of what each agent was checked with: the last line then says what was not looked at
 */
export function renderText(report: Report, colour: boolean, quiet = false): string {
  const paint = painter(colour);
  const lines: string[] = [];
  for (const finding of report.findings) {
    const cell = finding.cell === undefined ? "" : ` cell ${finding.cell}`;
    const place = paint.place(`${printable(finding.file)}${cell}:${finding.line}:${finding.column}:`);
    const kind = paint[finding.severity](`${finding.severity}[${finding.code}]`);
    lines.push(`${place} ${kind}: ${printable(finding.message)}`);
    const marked = excerptOf(finding);
    if (marked !== undefined) lines.push(`    ${marked.line}`, `    ${paint.mark(marked.carets)}`);
    if (finding.help !== "") lines.push(`    ${paint.faint("help:")} ${printable(finding.help)}`);
    lines.push("");
  }
  const hints = report.hints === 0 ? "" : `, ${counted(report.hints, "hint")}`;
  lines.push(
    `${counted(report.errors, "error")}, ${counted(report.warnings, "warning")}${hints} in ${counted(report.agents.length, "agent")}${quiet ? notCompared(report) : ""}`,
  );
  return `${lines.join("\n")}\n`;
}

/** What was not compared, because nothing was found to compare it with: that is not the same as nothing to find. */
function notCompared({ agents }: Report): string {
  const without = (name: "requirements" | "policy") => agents.filter((agent) => agent[name] === null).length;
  const parts = [
    ["imports", "requirements", without("requirements")],
    ["uses", "policy", without("policy")],
  ] as const;
  const told = parts
    .filter(([, , count]) => count > 0)
    .map(([what, name, count]) => `${what} of ${counted(count, "agent")} (no ${name} found)`);
  return told.length === 0 ? "" : `; not compared: ${told.join(", ")}`;
}

/** What an agent was checked with, in a line. */
export function renderAgent(agent: CheckedAgent): string {
  const parts = [
    agent.app === true ? "an app, so what is about logging is not checked" : undefined,
    agent.program === null ? undefined : `declared in ${agent.program}`,
    `requirements: ${agent.requirements ?? "not found, so imports are not compared (--requirements)"}`,
    `modelConfig: ${agent.modelConfig ?? "not found, so keys are not compared (--model-config)"}`,
    `policy: ${agent.policy ?? "not found, so what the code uses is not compared"}`,
    agent.codePaths.length === 0 ? undefined : `code paths: ${agent.codePaths.join(", ")}`,
  ];
  return printable(`${agent.file}: ${parts.filter((part) => part !== undefined).join("; ")}`);
}

/** A finding that the program allows, in a line. */
export function renderAllowed({ finding, reason }: AfterAllowing["allowed"][number]): string {
  const { file, line, code, resource } = finding;
  const about = resource === undefined ? "" : ` of ${resource}`;
  return printable(`${file}:${line}: ${code}${about} is allowed: ${reason}`);
}

const widest = 120;

function excerptOf({
  source,
  line,
  column,
  endLine,
  endColumn,
}: ReportedFinding): { line: string; carets: string } | undefined {
  if (source.trim() === "") return undefined;
  const from = column - 1;
  const to = line === endLine ? Math.max(endColumn - 1, from + 1) : source.length;
  const cut = Math.max(0, from - 60);
  const shown = source.slice(cut, cut + widest);
  const length = Math.max(1, Math.min(to - cut, shown.length) - (from - cut));
  return { line: printable(shown), carets: `${" ".repeat(from - cut)}${"^".repeat(length)}` };
}

/** Text without what a terminal would obey: it comes from files that anybody may have written. */
function printable(text: string): string {
  return text.replaceAll("\t", " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
