import { readdirSync, readFileSync } from "node:fs";

/** A process as Linux tells it. */
export interface Seen {
  pid: number;
  parent: number;
  command: string[];
}

/** The children of a process. */
export function childrenOf(pid: number): Seen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").slice(0, -1);
        return [{ pid: Number(name), parent: Number(statOf(Number(name))[1]), command }];
      } catch {
        // It ended while we looked.
        return [];
      }
    })
    .filter(({ parent }) => parent === pid);
}

/** Memory that a process holds now (VmRSS), in bytes. */
export function memoryOf(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) * 1024;
}

/** Processor time that a process has used, in milliseconds. */
export function processorTimeOf(pid: number): number {
  const fields = statOf(pid);
  // Clock ticks, a hundred a second on every Linux that Node runs on.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Fields of /proc/<pid>/stat from the state on: the name before may hold anything but ends with the last parenthesis. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text
    .slice(text.lastIndexOf(")") + 2)
    .trim()
    .split(" ");
}
