import { readFileSync } from "node:fs";

/** Whether a process runs. One that has ended and that nobody has asked about yet, as in a container without init, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // The program's name is in parentheses and may hold anything.
    return !/^ Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, ""));
  } catch {
    return process.platform !== "linux";
  }
}
