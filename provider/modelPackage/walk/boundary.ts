import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { AgentsError } from "../../errors.js";
import { quoteForMessage } from "../text.js";

/**
 * The folders whose content may be read: the agent's own folder and each declared one. A symbolic link is followed only
 * while its real target stays inside them, so that a link in somebody's repository cannot pull a key into a package.
 */
export class Boundary {
  /** Real paths of the folders that may be read. */
  private readonly roots: string[] = [];
  /** Folders below which every link is looked at; as the user wrote them. */
  private readonly trusted: string[];

  private constructor(private readonly base: string) {
    this.trusted = [base];
  }

  /**
   * @param base absolute folder that relative paths resolve against; it is trusted, links in it included
   * @param declared every path the user named (the agent's file first), relative to base or absolute
   */
  static async around(base: string, declared: readonly string[]): Promise<Boundary> {
    const realBase = await realpath(base);
    const boundary = new Boundary(realBase);
    const [code, ...others] = declared;
    if (code !== undefined) await boundary.addRoot(path.dirname(boundary.resolve(code)));
    for (const other of others) await boundary.addRoot(boundary.resolve(other));
    return boundary;
  }

  /** The absolute path of a declared one, links not followed. */
  resolve(declared: string): string {
    return path.resolve(this.base, declared);
  }

  /** The path relative to the base folder, with `/`, as a preview names it. */
  name(absolute: string): string {
    return path.relative(this.base, absolute).split(path.sep).join("/") || ".";
  }

  /**
   * The real path of something, after making sure that it may be read.
   *
   * @param absolute a path found by walking or declared
   * @throws AgentsError `fileNotFound`, or `fileRefused` when a link on the way leaves the boundary
   */
  async check(absolute: string): Promise<string> {
    let real: string;
    try {
      real = await realpath(absolute);
    } catch (error) {
      throw this.unreadable(absolute, error);
    }
    if (real !== absolute && !this.holds(real) && (await this.passesLink(absolute))) {
      throw new AgentsError(
        "fileRefused",
        `${quoteForMessage(this.name(absolute))} is a symbolic link, or lies behind one, that leaves the agent's folder. ` +
          "Copy the file into the folder, or declare the folder it really lies in.",
      );
    }
    return real;
  }

  private holds(real: string): boolean {
    return this.roots.some((root) => isInside(real, root));
  }

  /** A declared folder widens the boundary unless it is itself reached by a link, which would defeat the boundary. */
  private async addRoot(folder: string): Promise<void> {
    try {
      if (await this.passesLink(folder)) return;
      if (!(await lstat(folder)).isDirectory()) return;
      this.roots.push(await realpath(folder));
      this.trusted.push(folder);
    } catch {
      // What does not exist is reported where it is read.
    }
  }

  /**
   * Whether one of the parts below the base folder or a declared one (or, outside of them, the last part) is a symbolic link. Links above,
   * such as a home folder on another disk, are the machine's affair.
   */
  private async passesLink(absolute: string): Promise<boolean> {
    const top = this.trusted.find((folder) => isInside(absolute, folder));
    if (top === undefined) return (await lstat(absolute)).isSymbolicLink();
    let part = top;
    for (const name of path.relative(top, absolute).split(path.sep).filter(Boolean)) {
      part = path.join(part, name);
      if ((await lstat(part)).isSymbolicLink()) return true;
    }
    return false;
  }

  private unreadable(absolute: string, error: unknown): AgentsError {
    const name = quoteForMessage(this.name(absolute));
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return new AgentsError("fileNotFound", `${name} does not exist.`);
    if (code === "ELOOP") {
      return new AgentsError("fileRefused", `${name} is a symbolic link that leads back to itself. Remove it.`);
    }
    return new AgentsError("fileRefused", `${name} cannot be read (${code}). Check its permissions.`);
  }
}

/** Whether `inner` is `outer` or lies below it. */
export function isInside(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === "" || (relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

/** The system's code of a file error (`ENOENT` …), or `unknown`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}
