import type { Problem } from "../../errors.js";
import { quoteForMessage } from "../text.js";

// Names that Windows keeps for devices, with any extension.
const devices = new Set(["con", "prn", "aux", "nul", ...numbered("com"), ...numbered("lpt")]);

function numbered(name: string): string[] {
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${name}${number}`);
}

/**
 * Why a file or folder name cannot exist on every system, or undefined when it can. A model is downloaded wherever it
 * is served or looked at, Windows included.
 *
 * @param name one part of a path
 */
export function illegalName(name: string): string | undefined {
  // An undecodable name reaches Node with the replacement character.
  if (name.includes("\ufffd")) return "it is not valid UTF-8";
  for (const character of name) {
    if ((character.codePointAt(0) ?? 0) < 0x20) return "it holds a control character";
    if ('<>:"|?*\\'.includes(character)) return `it holds ${character}`;
  }
  if (name.endsWith(".") || name.endsWith(" ")) return "it ends with a dot or a space";
  if (devices.has((name.split(".")[0] ?? "").toLowerCase())) return "Windows keeps that name for a device";
  return undefined;
}

/** A path inside the model directory and the user's name for it. */
export interface NamedPath {
  /** Path inside the model directory. */
  path: string;
  /** Path relative to the base folder. */
  name: string;
  /** The argument that brought it in. */
  argument: string;
}

/**
 * Every pair of paths that would be one file on a system that ignores case or normalises Unicode, and every name that
 * some system cannot hold.
 *
 * @param paths all files of the package
 */
export function nameProblems(paths: readonly NamedPath[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, NamedPath & { part: string }>();
  const reported = new Set<string>();
  for (const entry of paths) {
    const parts = entry.path.split("/");
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join("/");
      const folded = part.normalize("NFC").toLowerCase().normalize("NFC");
      const other = seen.get(folded);
      if (other === undefined) {
        seen.set(folded, { ...entry, part });
        const reason = illegalName(parts[length - 1] ?? "");
        if (reason !== undefined) problems.push(illegal(entry, reason));
      } else if (other.part !== part && !reported.has(folded)) {
        reported.add(folded);
        problems.push(collision(entry, other));
      }
    }
  }
  return problems;
}

function illegal(entry: NamedPath, reason: string): Problem {
  return {
    code: "fileRefused",
    path: entry.argument,
    message: `${quoteForMessage(entry.name)} cannot be packaged: ${reason}. Rename it, or leave it out with an ignore rule.`,
  };
}

function collision(entry: NamedPath, other: NamedPath): Problem {
  return {
    code: "fileRefused",
    path: entry.argument,
    message:
      `${quoteForMessage(other.name)} and ${quoteForMessage(entry.name)} have names that are the same on a system that ` +
      "ignores case or normalises Unicode, so one would replace the other. Rename one of them.",
  };
}
