import type { AgentReport, Entry, Finding, OtherChange, Report, SecurityItem, StackReport } from "../model/report.js";
import type { Section } from "./budget.js";
import { code, htmlCode, prose } from "./inert.js";
import { mermaid } from "./mermaid.js";
import {
  actionWords,
  agentWords,
  counted,
  driftWords,
  endpointWords,
  leavesAndStays,
  securityWords,
  sides,
  signs,
  trafficChanges,
  trafficWords,
} from "./words.js";

/** Rows beyond this fold away. */
const open = 12;

const more = (missing: number, what: string) => (missing > 0 ? `… and ${counted(missing, `more ${what}`)}` : "");

/** A table of Markdown, its tail folded; `undefined` cells are empty. */
function table(head: readonly string[], rows: readonly string[][], limit: number, what: string): string {
  const kept = rows.slice(0, limit);
  const lines = [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`];
  const body = (some: string[][]) => some.map((cells) => `| ${cells.join(" | ")} |`);
  const foldable = kept.length > open + 3;
  lines.push(...body(foldable ? kept.slice(0, open) : kept));
  let text = `${lines.join("\n")}\n`;
  if (foldable) {
    const rest = [...lines.slice(0, 2), ...body(kept.slice(open))].join("\n");
    text += `\n<details><summary>${counted(kept.length - open, `more ${what}`)}</summary>\n\n${rest}\n\n</details>\n`;
  }
  const missing = more(rows.length - kept.length, what);
  return missing === "" ? `${text}\n` : `${text}\n${missing}\n\n`;
}

/** Text that a section folds away under a title. */
const folded = (summary: string, text: string) =>
  `<details><summary>${summary}</summary>\n\n${text.trim()}\n\n</details>\n\n`;

/** What a reviewer must see first. */
export function securitySection(items: readonly SecurityItem[]): Section[] {
  if (items.length === 0) return [];
  const rows = items.map(({ kind, what, who, consequence }) => [
    `**${securityWords[kind]}**`,
    code(what),
    who.length > 3 ? `${who.slice(0, 3).map(code).join(", ")} and ${who.length - 3} more` : who.map(code).join(", "),
    prose(consequence),
  ]);
  const render = (limit: number) =>
    `#### ⚠️ Security\n\n${table(["", "what", "who", "what follows"], rows, limit, "point")}`;
  return [{ rank: 1, label: "security points", rows: rows.length, render }];
}

/** What could not be looked at: nobody may take the silence about it for good news. */
export function unseenSection(unseen: StackReport["unseen"]): Section[] {
  if (unseen.length === 0) return [];
  const lines = unseen.map(({ name, type }) => `- ${prose(type)} ${code(name)}: it could not be read.`);
  const render = (limit: number) => {
    const missing = more(lines.length - limit, "resource");
    return `#### Cannot tell\n\n${[...lines.slice(0, limit), ...(missing === "" ? [] : [`- ${missing}`])].join("\n")}\n\n`;
  };
  return [{ rank: 1, label: "resources that could not be read", rows: lines.length, render }];
}

/** Findings of the given severities: where and what. */
export function findingSections(findings: readonly Finding[], severities: readonly Finding["severity"][]): Section[] {
  const groups = [
    { severity: "error", title: "❌ Errors", rank: 1 },
    { severity: "warning", title: "Warnings", rank: 3 },
    { severity: "info", title: "Notes", rank: 7 },
  ] as const;
  const wanted = groups.filter(({ severity }) => severities.includes(severity));
  return wanted.flatMap(({ severity, title, rank }): Section[] => {
    const some = findings.filter((finding) => finding.severity === severity);
    if (some.length === 0) return [];
    const lines = some.map((finding) => `- ${[...whereWords(finding), prose(finding.message)].join(" ")}`);
    const label = severity === "error" ? "errors" : severity === "warning" ? "warnings" : "notes";
    const render = (limit: number) => {
      const missing = more(lines.length - limit, label.slice(0, -1));
      const text = `${lines.slice(0, limit).join("\n")}\n${missing === "" ? "" : `- ${missing}\n`}`;
      return severity === "info" ? folded(counted(some.length, "note"), text) : `#### ${title}\n\n${text}\n`;
    };
    return [{ rank, label, rows: lines.length, render }];
  });
}

function whereWords({ file, line, resource, type, argument }: Finding): string[] {
  const place = file === undefined ? [] : [code(line === undefined ? file : `${file}:${line}`)];
  const subject = resource === undefined ? [] : [`${type === undefined ? "" : `${prose(type)} `}${code(resource)}`];
  const path = argument === undefined ? [] : [code(argument)];
  const parts = [...place, ...subject, ...path];
  return parts.length === 0 ? [] : [`${parts.join(" · ")}:`];
}

/** What the agents' users notice. */
export function noticeSection(notices: readonly string[]): Section[] {
  if (notices.length === 0) return [];
  const render = (limit: number) => {
    const missing = more(notices.length - limit, "notice");
    const lines = notices.slice(0, limit).map((notice) => `- ${prose(notice)}`);
    return `**Users will notice**\n\n${[...lines, ...(missing === "" ? [] : [`- ${missing}`])].join("\n")}\n\n`;
  };
  return [{ rank: 2, label: "notices", rows: notices.length, render }];
}

/** One agent: its title, versions and traffic, files, and everything that differs by key. */
export function agentSections(agent: AgentReport, mode: Report["mode"]): Section[] {
  const words = mode === "drift" ? driftWords : actionWords;
  const what = agentWords(agent, words);
  const title = `#### Agent ${code(agent.name)}: ${what}\n\n`;
  const lines = [...versionLines(agent), ...trafficLines(agent)];
  const head: Section = {
    rank: 4,
    label: "agents",
    rows: 1,
    render: () =>
      `${title}${lines
        .slice(0, 12)
        .map((line) => `- ${line}`)
        .join("\n")}${lines.length > 0 ? "\n\n" : ""}`,
  };
  return [head, ...fileSection(agent), ...entrySection(agent)];
}

function versionLines(agent: AgentReport): string[] {
  return agent.models.map(({ model, action, stays, replaces, versionBefore, versionAfter, aliases }) => {
    const versions =
      action === "delete"
        ? `${versionBefore === undefined ? "" : `version ${versionBefore}, `}${stays === true ? leavesAndStays : actionWords.delete}`
        : versionBefore === versionAfter
          ? `stays at version ${versionAfter ?? "none"}`
          : replaces !== undefined
            ? `a new model with a first version, in place of \`${replaces}\``
            : `${versionBefore === undefined ? "" : `version ${versionBefore} → `}${versionAfter ?? "none"}`;
    const moves = aliases.map(
      ({ alias, before, after }) => `alias ${code(alias)} ${prose(before ?? "none")} → ${prose(after ?? "none")}`,
    );
    return `**Model** ${code(model)}: ${prose(versions)}${moves.length === 0 ? "" : `; ${moves.slice(0, 8).join(", ")}${moves.length > 8 ? ` and ${moves.length - 8} more` : ""}`}`;
  });
}

function trafficLines(agent: AgentReport): string[] {
  return agent.endpoints.map((endpoint) => {
    const plan = trafficWords(endpoint.traffic).slice(0, 10).map(prose).join("; ");
    // An endpoint that is adopted without a model: what it runs is somebody else's.
    if (plan === "") return `**Endpoint** ${code(endpoint.endpoint)}: ${endpointWords(endpoint, actionWords)}`;
    const verb =
      endpoint.action === "update"
        ? trafficChanges(endpoint)
          ? "requests "
          : "requests stay at "
        : `${actionWords[endpoint.action]}, requests `;
    return `**Endpoint** ${code(endpoint.endpoint)}: ${endpoint.action === "delete" ? endpointWords(endpoint, actionWords) : `${verb}${plan}`}`;
  });
}

function fileSection({ files }: AgentReport): Section[] {
  if (files.length === 0) return [];
  const render = (limit: number) => {
    const groups = (["changed", "added", "removed"] as const).flatMap((action) => {
      const some = files.filter((file) => file.action === action).map(({ path }) => path);
      return some.length === 0 ? [] : [{ action, some }];
    });
    let left = limit;
    const parts = groups.map(({ action, some }) => {
      const kept = some.slice(0, left);
      left -= kept.length;
      const missing = some.length - kept.length;
      return {
        short: `${counted(some.length, "file")} ${action}`,
        text: `${action} ${kept.map(code).join(", ")}${missing > 0 ? ` ${more(missing, "file")}` : ""}`,
      };
    });
    if (files.length <= open) return `**Files** ${parts.map(({ text }) => text).join("; ")}\n\n`;
    return folded(
      `<b>Files</b>: ${parts.map(({ short }) => short).join(", ")}`,
      parts.map(({ text }) => `- ${text}`).join("\n"),
    );
  };
  return [{ rank: 6, label: "files", rows: files.length, render }];
}

function entrySection(agent: AgentReport): Section[] {
  const rows = [
    ...entryRows("requirement", agent.requirements),
    ...entryRows("configuration", agent.configuration),
    ...agent.endpoints.flatMap(({ environment, settings }) => [
      ...entryRows("variable", environment),
      ...entryRows("endpoint", settings),
    ]),
    ...agent.models.flatMap(({ settings }) => entryRows("model", settings)),
    ...entryRows("agent", agent.settings),
  ];
  if (rows.length === 0) return [];
  const render = (limit: number) => {
    const text = table(["", "", "before", "after"], rows, limit, "difference");
    return agent.action === "create" || rows.length > 25
      ? folded(`Settings of ${htmlCode(agent.name)}: ${counted(rows.length, "entry", "entries")}`, text)
      : text;
  };
  return [{ rank: 5, label: "settings", rows: rows.length, render }];
}

function entryRows(what: string, entries: readonly Entry[]): string[][] {
  return entries.map((entry) => {
    const { before, after } = sides(entry);
    const secret = before === "[secret]" && after === "[secret]";
    return [
      `${signs[entry.action]} ${what}`,
      code(entry.name),
      entry.action === "added" ? "" : secret ? "secret" : code(before),
      entry.action === "removed" ? "" : secret ? "**another secret**" : code(after),
    ];
  });
}

/** Resources that are neither agents nor of an agent. */
export function otherSection(others: readonly OtherChange[], mode: Report["mode"]): Section[] {
  if (others.length === 0) return [];
  const words = mode === "drift" ? driftWords : actionWords;
  const rows = others.map(({ name, type, action, replaceReasons, settings }) => [
    `${signs[action]} ${words[action]}`,
    `${code(name)} ${code(type)}`,
    [
      ...(replaceReasons.length > 0 ? [`because of ${replaceReasons.slice(0, 5).map(code).join(", ")}`] : []),
      ...settings
        .slice(0, 5)
        .map((entry) => `${code(entry.name)} ${code(sides(entry).before)} → ${code(sides(entry).after)}`),
      ...(settings.length > 5 ? [more(settings.length - 5, "difference")] : []),
    ].join("; "),
  ]);
  const render = (limit: number) =>
    `#### Other resources\n\n${table(["", "resource", "what"], rows, limit, "resource")}`;
  return [{ rank: 5, label: "other resources", rows: rows.length, render }];
}

/** The graph and the list of everything, folded. */
export function backgroundSections(stack: StackReport, mode: Report["mode"]): Section[] {
  const words = mode === "drift" ? driftWords : actionWords;
  const sections: Section[] = [];
  const drawing = stack.resources.length === 0 ? undefined : mermaid(stack.graph);
  if (drawing !== undefined) {
    const note =
      drawing.leftOut > 0
        ? `\n\n${drawing.leftOut} resources that stay as they are, or too many to draw, are left out.`
        : "";
    const text = `\`\`\`mermaid\n${drawing.text}\n\`\`\`${note}`;
    sections.push({ rank: 8, label: "the graph", rows: 1, render: () => folded("Graph of the stack", text) });
  }
  const rows = stack.resources.map(({ name, type, action, paths }) => [
    `${signs[action]} ${words[action]}`,
    `${code(name)} ${code(type)}`,
    paths.length > 4
      ? `${paths.slice(0, 4).map(code).join(" ")} ${more(paths.length - 4, "path")}`
      : paths.map(code).join(" "),
  ]);
  if (rows.length > 0) {
    const render = (limit: number) =>
      folded(`All ${rows.length === 1 ? "of 1 change" : `${rows.length} changes`}`, plainTable(rows, limit));
    sections.push({ rank: 9, label: "lines of the list of all changes", rows: rows.length, render });
  }
  return sections;
}

/** A table that is folded as a whole already. */
function plainTable(rows: string[][], limit: number): string {
  const lines = [
    "| | resource | properties |",
    "| --- | --- | --- |",
    ...rows.slice(0, limit).map((cells) => `| ${cells.join(" | ")} |`),
  ];
  const missing = more(rows.length - limit, "resource");
  return `${lines.join("\n")}${missing === "" ? "" : `\n\n${missing}`}`;
}
