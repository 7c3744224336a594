import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The provider's process, the plugin that starts it, and the CLI; a wrapper or two between. */
const mostParents = 6;

/**
 * Whether this process serves a `pulumi destroy` of all resources. Nothing of the protocol says so, but the command line of
 * the engine does. Where that cannot be read, or only some resources go, the answer is no.
 */
export function destroysAll(commandOf = commandLine, first = process.ppid): boolean {
  let pid = first;
  for (let up = 0; up < mostParents && pid > 1; up++) {
    const found = commandOf(pid);
    if (found === undefined) return false;
    const [program = "", ...words] = found.words;
    const verb = words.find((word) => !word.startsWith("-"));
    if (/(?:^|[/\\])pulumi(?:\.exe)?$/.test(program) && (verb === "destroy" || verb === "down" || verb === "dn")) {
      return !words.some((word) => /^(?:--target|-t$|--exclude|--run-program)/.test(word));
    }
    pid = found.parent;
  }
  return false;
}

/** The words of a process's command line, and its parent. */
export function commandLine(pid: number): { words: string[]; parent: number } | undefined {
  try {
    if (process.platform === "linux") {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8")
        .split("\0")
        .filter((word) => word !== "");
      // The name in brackets may hold anything, a bracket as well: the parent is the second word behind it.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return { words, parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) };
    }
    if (process.platform === "win32") return undefined;
    const text = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], { encoding: "utf8", timeout: 2_000 });
    const [parent, ...words] = text.trim().split(/\s+/);
    return { words, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
