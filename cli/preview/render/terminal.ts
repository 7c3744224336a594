import { printable } from "../../../provider/lifecycle/describe.js";
import type { AgentReport, Entry, Finding, Report, StackReport } from "../model/report.js";
import {
  actionWords,
  agentWords,
  driftWords,
  endpointWords,
  followWords,
  securityWords,
  sides,
  signs,
  trafficWords,
} from "./words.js";

/** Colours by what they mean; each is a pair of escape sequences. */
const colours = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], dim: [2, 22] } as const;
type Colour = keyof typeof colours;

/** How to write for a terminal. */
export interface TerminalOptions {
  /** Whether to use colours. Default: false. */
  colour?: boolean;
}

/** The report as lines for a terminal. Control characters of names never reach it. */
export function renderTerminal(report: Report, options: TerminalOptions = {}): string {
  const paint = (colour: Colour, text: string) =>
    options.colour === true ? `\u001b[${colours[colour][0]}m${text}\u001b[${colours[colour][1]}m` : text;
  const lines: string[] = [];
  const quiet = report.stacks.filter(({ outcome, findings }) => outcome === "unchanged" && findings.length === 0);
  for (const stack of report.stacks)
    if (!quiet.includes(stack)) lines.push(...stackLines(stack, report.mode, paint), "");
  if (quiet.length > 0) {
    const what = report.mode === "drift" ? "No drift" : "No changes";
    const still = quiet.filter(({ follows }) => follows.length === 0);
    if (still.length > 0) lines.push(`${what} in ${still.map(({ stack }) => name(stack)).join(", ")}.`, "");
    for (const { stack, follows } of quiet.filter((each) => !still.includes(each)))
      lines.push(
        `No changes yet in ${name(stack)}, until ${follows.map(name).join(", ")} is updated: ${followWords}`,
        "",
      );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

type Paint = (colour: Colour, text: string) => string;

const name = (text: string) => printable(text, 160);

function stackLines(stack: StackReport, mode: Report["mode"], paint: Paint): string[] {
  const words = mode === "drift" ? driftWords : actionWords;
  const what = stack.headline.map(name).join(", ") || "no changes";
  const lines = [paint("bold", `${name(stack.project)}/${name(stack.stack)}: ${what}`)];
  if (stack.security.length > 0) {
    lines.push("", `  ${paint("yellow", "Security")}`);
    for (const { kind, what: subject, who, consequence } of stack.security) {
      lines.push(
        `    ${paint("yellow", securityWords[kind])}: ${name(subject)} (${who.slice(0, 5).map(name).join(", ")})`,
      );
      lines.push(paint("dim", `      ${printable(consequence, 600)}`));
    }
  }
  if (stack.notices.length > 0)
    lines.push("", "  Users will notice", ...stack.notices.map((notice) => `    ${printable(notice, 600)}`));
  if (stack.follows.length > 0)
    lines.push("", `  More may change once ${stack.follows.map(name).join(", ")} is updated: ${followWords}`);
  for (const { name: unseen, type } of stack.unseen)
    lines.push("", `  ${paint("yellow", "cannot tell")} ${name(type)} ${name(unseen)}: it could not be read.`);
  for (const finding of stack.findings) lines.push(...findingLines(finding, paint));
  for (const agent of stack.agents) lines.push(...agentLines(agent, words, paint));
  if (stack.others.length > 0) lines.push("", "  Other resources");
  for (const { name: other, type, action, settings } of stack.others) {
    lines.push(
      `    ${sign(action, paint)} ${name(other)} (${name(type)}) ${words[action]}`,
      ...entryLines("", settings, paint),
    );
  }
  return lines;
}

function findingLines({ severity, file, line, resource, type, argument, message }: Finding, paint: Paint): string[] {
  const colour = severity === "error" ? "red" : severity === "warning" ? "yellow" : "dim";
  const place = file === undefined ? "" : `${name(file)}${line === undefined ? "" : `:${line}`} `;
  const subject = resource === undefined ? "" : `${name(type ?? "")} ${name(resource)}: `;
  const path = argument === undefined ? "" : `${name(argument)}: `;
  return ["", `  ${paint(colour, severity)} ${place}${subject}${path}${printable(message, 600)}`];
}

function agentLines(agent: AgentReport, words: typeof actionWords, paint: Paint): string[] {
  const lines = ["", `  ${paint("bold", `Agent ${name(agent.name)}`)} ${agentWords(agent, words)}`];
  for (const { model, versionBefore, versionAfter, aliases } of agent.models) {
    const version =
      versionBefore === versionAfter
        ? (versionAfter ?? "none")
        : `${versionBefore ?? "none"} → ${versionAfter ?? "none"}`;
    lines.push(`    model ${name(model)}: version ${version}`);
    for (const { alias, before, after } of aliases)
      lines.push(`      alias ${name(alias)}: ${before ?? "none"} → ${after ?? "none"}`);
  }
  for (const endpoint of agent.endpoints) {
    lines.push(
      `    endpoint ${name(endpoint.endpoint)} ${endpointWords(endpoint, words)}`,
      ...trafficWords(endpoint.traffic).map((text) => `      ${printable(text, 200)}`),
    );
  }
  lines.push(...agent.files.map(({ path, action }) => `    ${sign(action, paint)} ${name(path)}`));
  lines.push(
    ...entryLines("requirement ", agent.requirements, paint),
    ...entryLines("configuration ", agent.configuration, paint),
  );
  for (const { environment, settings } of agent.endpoints) {
    lines.push(...entryLines("variable ", environment, paint), ...entryLines("endpoint ", settings, paint));
  }
  for (const { settings } of agent.models) lines.push(...entryLines("model ", settings, paint));
  return [...lines, ...entryLines("", agent.settings, paint)];
}

function entryLines(what: string, entries: readonly Entry[], paint: Paint): string[] {
  return entries.map((entry) => {
    const { before, after } = sides(entry);
    const change =
      before === after
        ? "another secret"
        : entry.action === "added"
          ? after
          : entry.action === "removed"
            ? before
            : `${before} → ${after}`;
    return `    ${sign(entry.action, paint)} ${what}${name(entry.name)}: ${name(change)}`;
  });
}

function sign(action: keyof typeof signs, paint: Paint): string {
  const text = signs[action];
  if (text === "+") return paint("green", text);
  return text === "-" ? paint("red", text) : paint("yellow", text);
}
