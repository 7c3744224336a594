import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { nearest } from "../../provider/lifecycle/nearest.js";
import { UsageError } from "../usage.js";
import { exampleNames, type Starter, starterOf } from "./starters.js";

export const help = `Usage: mlflow-agents new [name] [options]

Makes a project for an agent: its folder, with this package installed, and a stack that can be deployed at once. Sets up the
Pulumi CLI where there is none; where nobody is logged in to Pulumi, the stack's state is kept in the project.

Options:
  --dir <folder>      folder to make (default: ./<name>)
  --name <name>       name of the project (default: the last part of the folder)
  --example <name>    begin with an example instead: ${exampleNames.join(", ")}
  --stack <name>      name of its first stack (default: dev)
  --local             keep the state in the project, also where you are logged in to Pulumi
  --language <name>   language of the program (default: typescript; the others need the plugin, which is not there yet)
  --yes               nothing is ever asked: taken for the habit's sake`;

/** What to make. */
export interface NewOptions {
  /** Absolute path of the folder. */
  folder: string;
  /** The folder as it was named, for the commands that are printed. */
  typed: string;
  name: string;
  stack: string;
  /** What it begins with. */
  starter: Starter;
  /** Whether the state is to be kept in the project in any case. */
  local: boolean;
}

const languages = ["typescript", "yaml", "python", "go"];
const spelled: Readonly<Record<string, string>> = {
  ts: "typescript",
  javascript: "typescript",
  js: "typescript",
  py: "python",
  yml: "yaml",
};

/**
 * Reads the command line.
 *
 * @param args what follows `new`
 * @param cwd the current folder
 * @returns undefined where help is asked for
 * @throws UsageError for what cannot be made
 */
export function parseNew(args: string[], cwd: string): NewOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dir: { type: "string" },
      name: { type: "string" },
      example: { type: "string" },
      stack: { type: "string", default: "dev" },
      local: { type: "boolean", default: false },
      language: { type: "string", default: "typescript" },
      yes: { type: "boolean", short: "y", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const [first, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`One name is enough, not ${positionals.join(" and ")}.`);
  const starter = starterOf(values.example);
  const typed = values.dir ?? first ?? values.name ?? values.example;
  if (typed === undefined || typed === "") throw new UsageError("What is it to be called? mlflow-agents new my-agent");
  requireLanguage(values.language);
  const folder = resolve(cwd, typed);
  // With --dir, what is given beside it is the name.
  const name = values.name ?? (values.dir === undefined ? basename(folder) : basename(first ?? folder));
  requireName(name, values.name === undefined && first === undefined);
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(values.stack))
    throw new UsageError(
      `"${values.stack}" cannot be the name of a stack: letters, digits, "-", "_" and "." can, for example --stack dev.`,
    );
  return { folder, typed, name, stack: values.stack, starter, local: values.local };
}

/** Longest name: with what comes before and behind it, an endpoint's name may have 63 characters. */
const longest = 40;

/** A name that npm, Pulumi, Unity Catalog and a serving endpoint all take. */
function requireName(name: string, fromFolder: boolean): void {
  if (/^[a-z][a-z0-9_-]*$/.test(name) && name.length <= longest && name !== "pulumi-mlflow-agents") return;
  const rule = `at most ${longest} small letters, digits, "-" and "_", a letter first`;
  const better = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, longest)
    .replace(/-+$/, "");
  const proposal = better === "" || better === "pulumi-mlflow-agents" ? "my-agent" : better;
  const way = fromFolder ? `--name ${proposal}` : proposal;
  throw new UsageError(`"${name}" cannot be the name of a project: ${rule}. What about: mlflow-agents new ${way}`);
}

function requireLanguage(given: string): void {
  const language = spelled[given.toLowerCase()] ?? given.toLowerCase();
  if (language === "typescript") return;
  if (languages.includes(language))
    throw new UsageError(
      `--language ${given}: programs in YAML, Python and Go need this package's Pulumi plugin, which is not there yet. ` +
        "--language typescript works; the agent itself is Python in any case.",
    );
  const near = nearest(language, languages);
  throw new UsageError(
    `--language ${given} is not known.${near === undefined ? "" : ` Did you mean ${near}?`} There is: typescript.`,
  );
}
