import { parseArgs } from "node:util";
import { CliError } from "./errors.js";
import { type Condition, conditions, parseConditions } from "./failOn.js";

/** What the command line asks for. */
export interface Options {
  mode: "preview" | "drift";
  /** Files with documents; `-` is standard input. None: Pulumi is run. */
  files: string[];
  /** Stacks to run. None: the selected one. */
  stacks: string[];
  /** Folder with Pulumi.yaml. */
  folder: string;
  /** Folder of the program from the repository's root; undefined: git is asked. */
  root: string | undefined;
  format: "text" | "markdown" | "json";
  /** File to write to in place of standard output. */
  output: string | undefined;
  annotations: "github" | "gitlab" | undefined;
  /** File for the annotations; GitHub reads them from standard output. */
  annotationsFile: string | undefined;
  failOn: Condition[];
  comment: "github" | "gitlab" | undefined;
  /** Tells the comments of several projects in one pull request apart. */
  key: string | undefined;
  /** Handed on to Pulumi. */
  more: string[];
}

const formats = ["text", "markdown", "json"] as const;
const forges = ["github", "gitlab"] as const;

/**
 * Reads the command line.
 *
 * @param env tells which forge a workflow runs on, for `--comment` and `--annotations` without a value
 * @throws CliError `usage`
 */
export function parseOptions(mode: Options["mode"], args: readonly string[], env: NodeJS.ProcessEnv): Options | "help" {
  const split = args.indexOf("--");
  const own = split < 0 ? args : args.slice(0, split);
  const { values, positionals } = parse(own);
  if (values.help === true) return "help";
  const more = split < 0 ? [] : args.slice(split + 1);
  for (const pack of values["policy-pack"] ?? []) more.push("--policy-pack", pack);
  for (const config of values["policy-pack-config"] ?? []) more.push("--policy-pack-config", config);
  const [annotations, annotationsFile] = (values.annotations ?? "").split(/=(.*)/s);
  const failOn = values["fail-on"] ?? (mode === "drift" ? "changes" : "");
  return {
    mode,
    files: positionals,
    stacks: values.stack ?? [],
    folder: values.cwd ?? ".",
    root: values.root,
    format: oneOf("--format", values.format ?? "text", formats),
    output: values.output,
    annotations: annotations === "" || annotations === undefined ? undefined : forge("--annotations", annotations, env),
    annotationsFile: annotationsFile === "" ? undefined : annotationsFile,
    failOn: parseConditions(failOn === "none" ? "" : failOn),
    comment: values.comment === undefined ? undefined : forge("--comment", values.comment, env),
    key: values.key,
    more,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      stack: { type: "string", multiple: true, short: "s" },
      cwd: { type: "string", short: "C" },
      root: { type: "string" },
      format: { type: "string", short: "f" },
      output: { type: "string", short: "o" },
      annotations: { type: "string" },
      "fail-on": { type: "string" },
      comment: { type: "string" },
      key: { type: "string" },
      "policy-pack": { type: "string", multiple: true },
      "policy-pack-config": { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  });
}

function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === given);
  if (found === undefined)
    throw new CliError("usage", `${option}: it is one of ${allowed.join(", ")}, not "${given}".`);
  return found;
}

function forge(option: string, given: string, env: NodeJS.ProcessEnv): "github" | "gitlab" {
  if (given !== "auto") return oneOf(option, given, forges);
  if (env.GITHUB_ACTIONS !== undefined) return "github";
  if (env.GITLAB_CI !== undefined) return "gitlab";
  throw new CliError("usage", `${option} auto: this is neither GitHub Actions nor GitLab CI. Name github or gitlab.`);
}

const list = Object.entries(conditions)
  .map(([name, { means }]) => `                           ${name.padEnd(12)}${means}`)
  .join("\n");

/** The text of `--help`. */
export function helpText(mode: Options["mode"]): string {
  const what =
    mode === "preview"
      ? "What a change does to the agents of one or several stacks, for a reviewer. Changes nothing."
      : "What differs between the state of one or several stacks and what really exists. Changes nothing.";
  const command = mode === "preview" ? "pulumi preview --json" : "pulumi refresh --preview-only --json";
  return `Usage: mlflow-agents ${mode} [FILE ...] [options] [-- arguments for pulumi]

${what}
It reads the output of \`${command}\` from each FILE ("-" is standard input), or runs it.

Options:
  -s, --stack NAME         run Pulumi for this stack; may be repeated. Default: the selected stack
  -C, --cwd FOLDER         folder with Pulumi.yaml. Default: here
      --policy-pack PATH   handed on to Pulumi; violations become findings. May be repeated
  -f, --format FORMAT      text, markdown or json. Default: text
  -o, --output FILE        write there in place of standard output
      --annotations FORGE  findings at their lines: github (workflow commands), gitlab=FILE (code quality report), auto
      --comment FORGE      post the report as a comment, or edit the one from before: github, gitlab, auto
      --key NAME           tells comments of several projects apart. Default: the project's name
      --root FOLDER        the program's folder seen from the repository's root. Default: git is asked
      --fail-on LIST       end with 3 when one of these holds${mode === "drift" ? "; default: changes; none: never" : ""}:
${list}

Ends with 0, with 1 when a preview has errors or the comment is refused, with 2 for a wrong command line, with 3 for --fail-on,
with 4 when something could not be read, whatever --fail-on says: "cannot tell" is not "nothing differs".
--comment takes from the environment: GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_EVENT_PATH or PR_NUMBER, GITHUB_API_URL;
GITLAB_TOKEN, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_API_V4_URL.`;
}
