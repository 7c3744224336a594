import { createHash } from "node:crypto";
import type { Finding, Report } from "../model/report.js";

/** Text inside of a workflow command: a line break would begin another command. */
const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const levels = { error: "error", warning: "warning", info: "notice" } as const;

/** Findings as workflow commands of GitHub Actions, which show them at the line they are about. GitHub shows ten of each. */
export function githubAnnotations(report: Report): string {
  const lines = placed(report).map(({ finding, stack }) => {
    const place = Object.entries({
      file: finding.file,
      line: finding.line,
      col: finding.column,
      title: title(finding, stack),
    });
    const text = place
      .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]))
      .join(",");
    return `::${levels[finding.severity]} ${text}::${data(finding.message)}`;
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** Findings as a code quality report of GitLab. */
export function gitlabAnnotations(report: Report): string {
  const severities = { error: "critical", warning: "minor", info: "info" } as const;
  const list = placed(report).map(({ finding, stack }) => ({
    description: `${title(finding, stack)}: ${finding.message}`,
    check_name: "mlflow-agents",
    fingerprint: createHash("sha256")
      .update(JSON.stringify([stack, finding]))
      .digest("hex"),
    severity: severities[finding.severity],
    // GitLab demands a place; what has none is shown at the project file.
    location: { path: finding.file ?? "Pulumi.yaml", lines: { begin: finding.line ?? 1 } },
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

function placed(report: Report): { finding: Finding; stack: string }[] {
  return report.stacks.flatMap(({ stack, findings }) =>
    findings.filter(({ severity }) => severity !== "info").map((finding) => ({ finding, stack })),
  );
}

function title({ resource, type, argument }: Finding, stack: string): string {
  const subject = resource === undefined ? stack : `${stack}: ${type ?? ""} ${resource}`;
  return argument === undefined ? subject : `${subject}, ${argument}`;
}
