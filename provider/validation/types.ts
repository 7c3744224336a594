import type { PackagePlan } from "../modelPackage/index.js";

/**
 * What is tried before an agent is logged: whether its requirements can be installed, whether real MLflow loads it, or also
 * answers its example with it.
 */
export type ValidationMode = "install" | "load" | "predict";

/** What the agent itself failed at: being loaded, being asked, being asked for a stream. */
export type AgentStage = "load" | "predict" | "stream";

/** Where a validation failed: asking a resolver about the requirements, making the Python environment, or in the agent. */
export type ValidationStage = "install" | "environment" | AgentStage;

/** What to validate, and how. */
export interface ValidationRequest {
  /** The package, from `planPackage`. Its digest is what a result is cached by. */
  plan: PackagePlan;
  mode: ValidationMode;
  /** Seconds for loading and asking together, without the making of the environment. Default: 120. */
  timeoutSeconds?: number | undefined;
  /** Names of variables of this process's environment that the agent reads. Default: none. */
  environmentVariables?: readonly string[] | undefined;
  /**
   * Variables that hold credentials for a workspace, which the agent is given beside those. A variable that it declares
   * comes first. Default: none.
   */
  credentials?: Readonly<Record<string, string>> | undefined;
}

/** A line of the agent's own code that was running. */
export interface AgentFrame {
  /** The file as a preview names it; inside the model directory where it is none of the user's. */
  file: string;
  /** 1-based. */
  line: number;
  /** The function's name; `<module>` for the file itself. */
  function: string;
  /** The line's text. */
  text: string;
}

/** One exception, as the Python process describes it. */
export interface PythonError {
  /** Class name, without module. */
  type: string;
  /** The class's module. */
  module: string;
  message: string;
  /** The module that is missing, of a ModuleNotFoundError. */
  missing: string;
  /** The Python module that raised it; empty for the agent's own code. */
  origin: string;
  /** Lines of the agent's own code on the way to it, outermost first. */
  frames: AgentFrame[];
}

/** The agent was loaded, and answered if that was asked for; or nothing that was seen speaks against it. */
export interface ValidationPassed {
  ok: true;
  /** Whether an earlier run found that out. */
  cached: boolean;
  /** What works and is probably not meant. */
  warnings: string[];
  /** Why it could not be told; then nothing is known, and the next run asks again. */
  unchecked?: string;
}

/** It did not. Every text is free of the secrets that the process was given. */
export interface ValidationFailed {
  ok: false;
  stage: ValidationStage;
  /** What happened, in one sentence. */
  summary: string;
  /** Exit code of what failed; null when it was ended by a signal or never started. */
  exitCode: number | null;
  /** The last lines of what it printed. */
  output: string;
  /** Lines of the agent's code that were running, outermost first. */
  frames: AgentFrame[];
  /** What to do, where that is known. */
  hint?: string;
  /** The exception, where there was one. */
  error?: PythonError;
  warnings: string[];
}

/** What came of a validation. */
export type ValidationResult = ValidationPassed | ValidationFailed;
