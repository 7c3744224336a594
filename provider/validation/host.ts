import { tmpdir } from "node:os";
import { type Runner, run } from "./run.js";

/** This machine, as far as a validation touches it. Tests give their own. */
export interface Host {
  /** This process's environment. */
  env: NodeJS.ProcessEnv;
  /** Runs programs. */
  run: Runner;
  /** Where temporary folders are made. */
  folder: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  return { env: process.env, run, folder: tmpdir(), now: Date.now };
}
