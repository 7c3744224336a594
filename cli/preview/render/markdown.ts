import type { Report, StackReport } from "../model/report.js";
import { type Cut, type Section, shorten } from "./budget.js";
import { code, prose } from "./inert.js";
import {
  agentSections,
  backgroundSections,
  findingSections,
  noticeSection,
  otherSection,
  securitySection,
  unseenSection,
} from "./sections.js";
import { counted, followWords } from "./words.js";

/** Greatest length of a comment, in characters. GitHub refuses 65,536 and more. */
export const commentLimit = 60_000;

/** Room for the announcement of a cut. */
const reserve = 700;

/**
 * The hidden line by which a comment is found again. The key goes in as letters, digits and dashes only: nothing in it
 * may end the HTML comment.
 */
export function commentMarker(mode: Report["mode"], key: string): string {
  return `<!-- mlflow-agents ${mode}: ${key.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 100)} -->`;
}

/** How to write the report. */
export interface MarkdownOptions {
  /** Greatest length in characters. Default: {@link commentLimit}. */
  limit?: number | undefined;
  /** A hidden line at the beginning, by which the comment is found again. */
  marker?: string | undefined;
}

/** The report as Markdown of GitHub and GitLab, never longer than the limit. */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const limit = options.limit ?? commentLimit;
  const marker = options.marker === undefined ? "" : `${options.marker}\n`;
  const [quiet, busy] = split(report.stacks);
  const title = `## ${titleOf(report)}\n\n`;
  const sections = [...busy.flatMap((stack) => stackSections(stack, report.mode)), ...quietSection(quiet, report.mode)];
  const { text, cut } = shorten(sections, limit - marker.length - title.length - reserve);
  const body = `${marker}${title}${announcement(cut)}${text}`;
  return `${hardCut(body, limit - 1).trimEnd()}\n`;
}

function split(stacks: readonly StackReport[]): [StackReport[], StackReport[]] {
  const isQuiet = ({ outcome, findings }: StackReport) =>
    outcome === "unchanged" && findings.every(({ severity }) => severity === "info");
  return [stacks.filter(isQuiet), stacks.filter((stack) => !isQuiet(stack))];
}

function titleOf({ mode, stacks }: Report): string {
  const projects = [...new Set(stacks.map(({ project }) => project).filter((project) => project !== ""))];
  const of = projects.length === 1 ? ` of ${code(projects[0] ?? "")}` : "";
  return mode === "drift" ? `Drift${of}` : `Preview${of}`;
}

function stackSections(stack: StackReport, mode: Report["mode"]): Section[] {
  const words = stack.headline.length === 0 ? "no changes" : stack.headline.map(prose).join(", ");
  const sign = stack.outcome === "failed" ? "❌ " : stack.unseen.length > 0 ? "❓ " : "";
  const same = stack.counts.same ?? 0;
  const unchanged =
    same > 0
      ? `\n${counted(same, "resource")} ${same === 1 ? "stays" : "stay"} as ${same === 1 ? "it is" : "they are"}.\n\n`
      : "\n";
  const head: Section = {
    rank: 0.5,
    label: "stacks",
    rows: 1,
    render: () => `### ${sign}${code(stack.stack)}: ${words}\n`,
  };
  const under: Section = { rank: 9, label: "", rows: 1, render: () => unchanged };
  const later: Section = {
    rank: 1,
    label: "what follows from other stacks",
    rows: 1,
    render: () => `More may change once ${stack.follows.map(code).join(", ")} is updated: ${followWords}\n\n`,
  };
  return [
    head,
    under,
    ...(stack.follows.length === 0 ? [] : [later]),
    ...findingSections(stack.findings, ["error"]),
    ...unseenSection(stack.unseen),
    ...securitySection(stack.security),
    ...noticeSection(stack.notices),
    ...findingSections(stack.findings, ["warning", "info"]),
    ...stack.agents.flatMap((agent) => agentSections(agent, mode)),
    ...otherSection(stack.others, mode),
    ...backgroundSections(stack, mode),
  ];
}

/** Stacks without changes, in a line for all of them, and one more for those that wait for another stack. */
function quietSection(stacks: readonly StackReport[], mode: Report["mode"]): Section[] {
  const what = mode === "drift" ? "No drift" : "No changes";
  const groups = new Map<string, StackReport[]>();
  for (const stack of stacks) {
    const after = stack.follows.map(code).join(", ");
    groups.set(after, [...(groups.get(after) ?? []), stack]);
  }
  return [...groups].map(([after, group]) => {
    const render = (limit: number) => {
      const names = group.slice(0, limit).map(({ stack }) => code(stack));
      const missing = group.length - names.length;
      const where = `${names.join(", ")}${missing > 0 ? ` and ${missing} more` : ""}`;
      return after === ""
        ? `${what} in ${where}.\n`
        : `No changes yet in ${where}, until ${after} is updated: ${followWords}\n`;
    };
    return { rank: 3, label: "stacks without changes", rows: group.length, render };
  });
}

/** What was left out, at the top, where it is seen. */
function announcement(cut: Cut): string {
  if (cut.size === 0) return "";
  const parts = [...cut].map(([label, rows]) => (rows > 1 ? `${rows} ${label}` : label));
  return `> **Shortened to fit into a comment.** Left out: ${parts.join(", ").slice(0, 400)}. The most important is kept; \`mlflow-agents preview --format json\` has everything.\n\n`;
}

/** The last resort, for reports whose titles alone are too long: whole lines are kept, and folds are closed. */
function hardCut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = "\n\n**The rest is cut off: the report is too long for a comment.**\n";
  const kept = text.slice(0, limit - note.length - 200);
  const whole = kept.slice(0, kept.lastIndexOf("\n") + 1);
  const unclosed = (whole.match(/<details>/g) ?? []).length - (whole.match(/<\/details>/g) ?? []).length;
  const fence = (whole.match(/^```/gm) ?? []).length % 2 === 1 ? "```\n" : "";
  return `${whole}${fence}${"\n</details>\n".repeat(Math.min(Math.max(unclosed, 0), 10))}${note}`;
}
