import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf, WorkspaceError } from "../errors.js";

/** Permission bits of everyone but the owner. */
const others = 0o077;

/**
 * Makes the folder of a workspace its user's alone, whoever made it and however wide it was: it holds tokens, secrets and
 * the code that will run as this user. What lies in it is tightened, too.
 *
 * @param root folder of the workspace; made where it does not exist
 * @param log told what cannot be made private
 * @throws WorkspaceError `dataFolder` for what cannot be written, or belongs to somebody else
 */
export function makePrivate(root: string, log: (line: string) => void): void {
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new WorkspaceError("dataFolder", `The data folder ${root} cannot be made: ${messageOf(error)}`, error);
  }
  if (process.getuid === undefined) {
    // Windows keeps lists of access in place of these bits; a user's own folders are private there.
    return;
  }
  const user = process.getuid();
  const data = dirname(root);
  const { mode } = statSync(data);
  if (basename(data) === ".mlflow-agents" && (mode & others) !== 0) {
    own(data, user, log);
  } else if ((mode & 0o1002) === 0o002) {
    // Whoever may write there can put another folder in this one's place.
    throw new WorkspaceError(
      "dataFolder",
      `Every user may write to ${data}: chmod o-w it, or choose another with --data.`,
    );
  }
  tighten(root, user, log);
}

function tighten(path: string, user: number, log: (line: string) => void): void {
  own(path, user, log);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) {
      tighten(child, user, log);
    } else if (entry.isFile()) {
      own(child, user, log);
    }
  }
}

/** @throws WorkspaceError `dataFolder` */
function own(path: string, user: number, log: (line: string) => void): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    // A workspace that runs on this folder has removed it.
    return;
  }
  const { mode, uid } = found;
  if (uid !== user && user !== 0) {
    throw new WorkspaceError(
      "dataFolder",
      `${path} belongs to another user (${uid}), who could change what runs as you: remove it, or choose another data folder with --data.`,
    );
  }
  if (uid !== user) {
    // Root reads the folders of everybody, for example those of a container's host.
    log(`${path} belongs to user ${uid}, who can read and change it`);
  }
  if ((mode & others) !== 0) {
    try {
      chmodSync(path, mode & 0o700);
    } catch (error) {
      throw new WorkspaceError(
        "dataFolder",
        `${path} is open to others and cannot be closed: ${messageOf(error)}`,
        error,
      );
    }
  }
}
