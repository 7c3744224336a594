import { readFileSync, writeFileSync } from "node:fs";
import { folderInRepository } from "../pulumi/place.js";
import { type PreviewDocument, parsePreviews } from "../pulumi/previewDocument.js";
import { askPulumi } from "../pulumi/run.js";
import { postComment } from "./comment/post.js";
import { CliError } from "./errors.js";
import { met } from "./failOn.js";
import { buildReport } from "./model/build.js";
import type { Report, StackReport } from "./model/report.js";
import { shownText } from "./model/shown.js";
import { linked } from "./model/stackReferences.js";
import { helpText, type Options, parseOptions } from "./options.js";
import { githubAnnotations, gitlabAnnotations } from "./render/annotations.js";
import { commentMarker, renderMarkdown } from "./render/markdown.js";
import { renderTerminal } from "./render/terminal.js";

/** Where a command writes to, and what it knows of its surroundings. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
  /** Whether `out` is a terminal that shows colours. */
  colour: boolean;
}

const process_: Surroundings = {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
};

/**
 * `mlflow-agents preview`.
 *
 * @returns the exit code
 */
export function previewCommand(args: readonly string[], surroundings: Surroundings = process_): Promise<number> {
  return run("preview", args, surroundings);
}

/** The two commands, which differ in what is compared with what. */
export async function run(
  mode: Options["mode"],
  args: readonly string[],
  surroundings: Surroundings = process_,
): Promise<number> {
  try {
    const options = parseOptions(mode, args, surroundings.env);
    if (options === "help") {
      surroundings.out(`${helpText(mode)}\n`);
      return 0;
    }
    return await report(options, surroundings);
  } catch (error) {
    const usage = isParseError(error);
    if (!(error instanceof Error) || (!usage && !(error instanceof CliError))) throw error;
    surroundings.err(`error: ${error.message}\n`);
    return usage || (error instanceof CliError && error.code === "usage") ? 2 : 1;
  }
}

function isParseError(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

async function report(options: Options, surroundings: Surroundings): Promise<number> {
  const { out, err, env } = surroundings;
  const reports = await stackReports(options);
  // What exists does not follow from what another stack will be.
  const stacks = options.mode === "preview" ? linked(reports) : reports;
  const result: Report = { version: 1, mode: options.mode, stacks };
  const text = rendered(result, options, surroundings);
  if (options.output === undefined) out(text);
  else writeFileSync(options.output, text);
  annotate(result, options, out);
  let code = stacks.some(({ outcome }) => outcome === "failed") ? 1 : 0;
  if (options.comment !== undefined) {
    const key = options.key ?? (stacks[0]?.project || "default");
    const body = renderMarkdown(result, { marker: commentMarker(options.mode, key) });
    try {
      const { url, action } = await postComment(options.comment, commentMarker(options.mode, key), body, env);
      err(`comment ${action}${url === "" ? "" : `: ${url}`}\n`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      // The work is done and must not be lost: whoever reads the log of the workflow finds the comment there.
      if (options.format !== "markdown" || options.output !== undefined) out(body);
      err(`error: ${error.message}\n`);
      code = 1;
    }
  }
  const reasons = met(result, options.failOn);
  for (const reason of reasons) err(`${reason}\n`);
  if (code !== 0) return code;
  const unseen = stacks.flatMap(({ stack, unseen: some }) => some.map((one) => `${stack}: ${one.type} ${one.name}`));
  for (const one of unseen) err(`cannot tell: ${shownText(one)} could not be read\n`);
  return unseen.length > 0 ? 4 : reasons.length > 0 ? 3 : 0;
}

function rendered(result: Report, options: Options, { colour }: Surroundings): string {
  if (options.format === "json") return `${JSON.stringify(result, undefined, 2)}\n`;
  if (options.format === "markdown") return renderMarkdown(result);
  return renderTerminal(result, { colour: colour && options.output === undefined });
}

function annotate(result: Report, { annotations, annotationsFile }: Options, out: (text: string) => void): void {
  if (annotations === undefined) return;
  const text = annotations === "github" ? githubAnnotations(result) : gitlabAnnotations(result);
  if (annotationsFile !== undefined) writeFileSync(annotationsFile, text);
  else out(text);
}

async function stackReports(options: Options): Promise<StackReport[]> {
  const { mode, files, folder } = options;
  if (files.length > 0) {
    const root = options.root ?? "";
    return files.flatMap((file) => documentsIn(file).map((document) => buildReport(document, { mode, root })));
  }
  const root = options.root ?? (await folderInRepository(folder));
  const reports: StackReport[] = [];
  // One after the other: each runs the program and a provider, and a workspace limits its callers.
  for (const stack of options.stacks.length > 0 ? options.stacks : [undefined]) {
    reports.push(await askedReport(options, root, stack));
  }
  return reports;
}

/** A stack that cannot be asked must not hide the others: it is reported as failed. */
async function askedReport(options: Options, root: string, stack: string | undefined): Promise<StackReport> {
  const { mode, folder, more } = options;
  try {
    return buildReport(await askPulumi({ mode, folder, stack, more }), { mode, root, stack });
  } catch (error) {
    if (!(error instanceof CliError) || options.stacks.length < 2) throw error;
    return buildReport({ diagnostics: [{ severity: "error", message: error.message }] }, { mode, root, stack });
  }
}

function documentsIn(file: string): PreviewDocument[] {
  try {
    // 0 is standard input.
    return parsePreviews(readFileSync(file === "-" ? 0 : file, "utf8"), file === "-" ? "standard input" : file);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError("usage", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
