import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Host } from "../../provider/validation/host.js";
import type { Command, Finished } from "../../provider/validation/run.js";

/** A machine on which nothing runs, for tests of what surrounds an agent that is tried. */
export interface ValidationHost extends Host {
  /** Its temporary folder. */
  folder: string;
  /** Everything that was to be run, in order. */
  commands: Command[];
  /** What the agent's process tells and how it ends. Default: it passes. */
  agent: (command: Command) => Promise<Partial<Finished>>;
  /** How `uv pip install` ends. Default: well. */
  install: (command: Command) => Promise<Partial<Finished>>;
  /** Whether there is a uv. Default: true. */
  hasUv: boolean;
}

const well: Finished = { code: 0, output: "", late: false };

/** Programs that were run, shortened: `uv venv`, `uv pip`, `agent`. */
export function runs(host: ValidationHost): string[] {
  return host.commands
    .map(({ program, args }) => (args.includes("supervise") ? "agent" : `${path.basename(program)} ${args[0]}`))
    .filter((one) => one !== "uv --version");
}

/** @param env variables of the process */
export async function validationHost(env: NodeJS.ProcessEnv = {}): Promise<ValidationHost> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "validation-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const host: ValidationHost = {
    env: { PATH: "/bin", MLFLOW_AGENTS_CACHE: path.join(folder, "cache"), ...env },
    folder,
    now: Date.now,
    commands: [],
    hasUv: true,
    agent: async ({ onReport }) => {
      for (const report of [{ stage: "predict" }, { passed: true }, { exit: 0 }]) onReport?.(JSON.stringify(report));
      return {};
    },
    install: async () => ({}),
    run: async (command) => {
      host.commands.push(command);
      const { args, program } = command;
      if (args.includes("supervise")) return { ...well, ...(await host.agent(command)) };
      if (!host.hasUv) return { ...well, code: null, unstarted: `${program}: not found` };
      if (args[0] === "--version") return { ...well, output: "uv 0.9.1 (test)" };
      if (args[0] === "venv") {
        const bin = path.join(args.at(-1) ?? "", "bin");
        await mkdir(bin, { recursive: true });
        await writeFile(path.join(bin, "python"), "");
        return well;
      }
      return { ...well, ...(await host.install(command)) };
    },
  };
  return host;
}
