import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unseenVariable } from "../../provider/transport/unseen.js";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { CliError } from "../preview/errors.js";
import { shownText } from "../preview/model/shown.js";
import { findPulumi } from "../pulumiCli/find.js";
import { addUnready } from "./driftEvents.js";
import { pulumiEnvironment } from "./environment.js";
import { policyDiagnostics } from "./policyEvents.js";
import { type PreviewDocument, parsePreviews } from "./previewDocument.js";
import { dropUnfinished } from "./unfinished.js";
import { unseenResources } from "./unseenResources.js";

/** What to ask Pulumi. */
export interface PulumiQuestion {
  /** `preview`: the program against the state. `drift`: the state against what exists. */
  mode: "preview" | "drift";
  /** Folder with Pulumi.yaml. */
  folder: string;
  /** Stack. Default: the selected one. */
  stack?: string | undefined;
  /** Arguments handed on to the CLI. */
  more: readonly string[];
}

/**
 * Runs `pulumi preview --json`, or `pulumi refresh --preview-only --json`. Neither changes anything. A preview that finds
 * errors is an answer all the same.
 *
 * @throws CliError `pulumi` when the CLI is missing or says nothing that can be read
 */
export async function askPulumi(question: PulumiQuestion): Promise<PreviewDocument> {
  const scratch = mkdtempSync(join(tmpdir(), "mlflow-agents-preview-"));
  try {
    const events = join(scratch, "events.jsonl");
    const unseen = join(scratch, "unseen.jsonl");
    writeFileSync(unseen, "");
    const command = question.mode === "preview" ? ["preview"] : ["refresh", "--preview-only"];
    const stack = question.stack === undefined ? [] : ["--stack", question.stack];
    const common = ["--json", "--show-sames", "--non-interactive", "--event-log", events];
    const { code, stdout, stderr } = await pulumi(
      [...command, ...stack, ...common, ...question.more],
      question.folder,
      { [unseenVariable]: unseen },
    );
    const source = `pulumi ${command.join(" ")}${question.stack === undefined ? "" : ` of stack ${question.stack}`}`;
    const document = documentIn(stdout, stderr, code, source);
    const log = readIfThere(events);
    document.diagnostics = [...(document.diagnostics ?? []), ...policyDiagnostics(log)];
    if (question.mode === "drift") addUnready(document, log);
    document.unseen = unseenResources(readFileSync(unseen, "utf8"));
    const failed = document.diagnostics.some(({ severity }) => severity === "error");
    if (code !== 0 && !failed) {
      document.diagnostics.push({
        severity: "error",
        message: lastWords(stderr, stdout) || `${source} ended with ${code}`,
      });
    }
    return document;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function documentIn(stdout: string, stderr: string, code: number, source: string): PreviewDocument {
  try {
    const document = parsePreviews(stdout, source).at(-1);
    if (document !== undefined) return document;
  } catch (error) {
    if (code === 0) throw error;
  }
  throw new CliError("pulumi", `${source} failed: ${lastWords(stderr, stdout) || `it ended with ${code}`}`);
}

function lastWords(stderr: string, stdout: string): string {
  const text = stderr.trim() === "" ? stdout : stderr;
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("warning: "));
  return shownText(lines.slice(-6).join(" "));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** What a run of the CLI came to. */
interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function pulumi(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv): Promise<Outcome> {
  // One on PATH may be too old, or without its Node parts. Where there is no better one it says itself what it lacks.
  const found = await findPulumi(resolveCacheFolder());
  dropUnfinished(cwd);
  // The event log, which alone tells violations of policies, is behind the switch for debugging commands.
  const own = { PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true", NO_COLOR: "1" };
  const env = { ...pulumiEnvironment(cwd, process.env, found?.folder), ...own, ...more };
  return new Promise((resolve, reject) => {
    const child = spawn(found?.cli ?? "pulumi", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === "ENOENT";
      const why = missing
        ? "the pulumi CLI is not on PATH (`npx mlflow-agents doctor --fix` sets one up), or the folder does not exist"
        : cause.message;
      reject(new CliError("pulumi", `pulumi could not be started: ${why}.`, { cause }));
    });
    child.on("close", (code) => {
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
}
