import type { Unread } from "../../python/source/unread.js";
import type { Check, CheckedFile, Found, Rule } from "../types.js";

/** Code whose uses nobody knows. */
export const notReadRule: Rule = {
  code: "not-read",
  title: "code that was not read",
  severity: "warning",
  doc:
    "An import that leads nowhere, a local file that cannot be read, or more code than is read: what it uses is in no finding, " +
    "and nothing that is declared is called unused. A hint for a module whose name the program works out. What another rule " +
    "says of the same place is not said twice.",
  argument: "codePaths",
  *find(check) {
    for (const one of check.notRead()) {
      const file = check.all.find(({ path }) => path === one.path) ?? check.files[0];
      if (file === undefined || isToldElsewhere(check, one, file)) continue;
      const to = one.to ?? (one.from === undefined ? 0 : undefined);
      yield { file, from: one.from, to, ...textOf(one, isLocal(check, one)) };
    }
  },
};

/** A rule of its own speaks of relative imports, of imports beside known requirements, and of packaged files that are no Python. */
function isToldElsewhere(check: Check, { kind, module, from }: Unread, file: CheckedFile): boolean {
  const isPackaged = check.files.includes(file);
  if (kind === "nowhere") {
    if (module.startsWith("%")) return false;
    if (module.startsWith(".")) return file.isAgent;
    return !isLocal(check, { module }) && check.requirements !== undefined && isPackaged;
  }
  return kind === "file" && isPackaged && from !== undefined;
}

/** Whether a module belongs to the package by its name. */
function isLocal({ reading }: Check, { module }: Pick<Unread, "module">): boolean {
  const [top = ""] = module.split(".");
  return top === "" || reading.modules?.holds(top) === true || reading.modules?.outside(top) !== undefined;
}

function textOf(
  { kind, module, why, file }: Unread,
  local: boolean,
): Pick<Found, "message" | "help" | "severity" | "argument"> {
  if (kind === "computed")
    return {
      message: `what is imported here is not told by reading: ${why}.`,
      help: "What such a module uses is in no finding: declare it by hand, or import it by its name.",
      severity: "hint",
      argument: "code",
    };
  if (module.startsWith("%"))
    return {
      message: `${module} leads nowhere: ${why}.`,
      help: "What it uses is in no finding. Where an agent is served, no notebook is run: import what it needs of it.",
    };
  if (kind === "file") {
    const what = module === file ? "not all of the code was read" : `${module} was not read`;
    return { message: `${what}: ${why}.`, help: "What it uses is in no finding.", argument: "code" };
  }
  return {
    message: `${module} is imported here and leads nowhere: ${why}. What it uses is in no finding.`,
    help: local
      ? "Is it left out by `ignore`, made by a build, or gone?"
      : "If it is code of yours, name where it lies in `codePaths`; if it is a package, name it in `requirements`.",
  };
}
