import type { Finding, Severity } from "../../provider/checks/index.js";

/** What was checked of one agent. */
export interface CheckedAgent {
  /** Its file, from the current folder. */
  file: string;
  /** Where its requirements come from; null where they are not known and imports are not compared. */
  requirements: string | null;
  /** Where its configuration comes from; null where it is not known and keys are not compared. */
  modelConfig: string | null;
  /** Where what it may use is declared; null where that is not known and uses are not compared. */
  policy: string | null;
  /** What is packaged beside it. */
  codePaths: string[];
  /** The Pulumi program that declares it, or null. */
  program: string | null;
  /** There for an app's entry: a file that hands its functions to MLflow's agent server, and that is not logged. */
  app?: boolean;
}

/** One finding. Lines and columns count from 1; columns are characters; the end is behind the last one. */
export interface ReportedFinding {
  code: string;
  severity: Severity;
  file: string;
  line: number;
  /** Number of the cell, from 1, that the lines of an `.ipynb` are counted in. */
  cell?: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** What is wrong. */
  message: string;
  /** What to do; may be empty. */
  help: string;
  /** Text of the line. */
  source: string;
  /** The thing that it is about, as a policy declares it; absent where it is about none. */
  resource?: string;
}

/** What `mlflow-agents check --json` prints. */
export interface Report {
  /** Raised when the shape changes in a way that breaks readers; new fields do not raise it. */
  version: 1;
  agents: CheckedAgent[];
  findings: ReportedFinding[];
  errors: number;
  warnings: number;
  hints: number;
}

/** The report of what was found; a finding that several agents share is in it once. */
export function reportOf(agents: CheckedAgent[], found: readonly Finding[], warningsAsErrors: boolean): Report {
  const findings = new Map<string, ReportedFinding>();
  for (const finding of found) {
    const { code, severity, file, line, cell, column, endLine, endColumn, summary, help, source, resource } = finding;
    const reported: ReportedFinding = {
      code,
      severity: warningsAsErrors && severity === "warning" ? "error" : severity,
      file,
      line,
      ...(cell === undefined ? {} : { cell }),
      column,
      endLine,
      endColumn,
      message: summary,
      help,
      source,
      ...(resource === undefined ? {} : { resource }),
    };
    findings.set(JSON.stringify(reported), reported);
  }
  const all = [...findings.values()];
  const [errors, warnings, hints] = (["error", "warning", "hint"] as const).map(
    (one) => all.filter(({ severity }) => severity === one).length,
  );
  return { version: 1, agents, findings: all, errors: errors ?? 0, warnings: warnings ?? 0, hints: hints ?? 0 };
}
