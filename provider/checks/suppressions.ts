import { nearest } from "../lifecycle/nearest.js";
import { commentLines } from "../python/source/comments.js";
import { placeIn } from "../python/source/origin.js";
import type { CheckedFile, Finding, Found } from "./types.js";

/** `# mlflow-agents: ignore[code, …]` on a line: these findings of that line are not reported. */
interface Suppression {
  file: CheckedFile;
  line: number;
  cell: number | undefined;
  /** Where the code is written. */
  from: number;
  to: number;
  code: string;
  used: boolean;
}

const marker = /#\s*mlflow-agents:\s*ignore\b(?:\[([^\]]*)\])?/g;

/** The suppressions of an agent's files. */
export class Suppressions {
  private readonly all: Suppression[] = [];
  private readonly byLine = new Map<string, Suppression[]>();
  private readonly bare: { file: CheckedFile; from: number; to: number }[] = [];

  constructor(
    files: readonly CheckedFile[],
    private readonly codes: readonly string[],
  ) {
    for (const file of files) if (file.module.parsed.text.includes("mlflow-agents:")) this.read(file);
  }

  /** Whether a finding is one that its line asks to ignore. */
  ignores(finding: Finding): boolean {
    const asked = (this.byLine.get(`${finding.file}:${finding.cell ?? ""}:${finding.line}`) ?? []).filter(
      ({ code }) => code === finding.code,
    );
    for (const one of asked) one.used = true;
    return asked.length > 0;
  }

  /**
   * What is ignored and never found, so that a comment does not outlive its reason.
   *
   * @param looked codes of the rules that ran
   */
  *unused(looked: ReadonlySet<string>): Iterable<Found> {
    for (const { file, from, to } of this.bare) {
      yield { file, from, to, message: "this ignores nothing: it names no finding.", help: "Write ignore[code]." };
    }
    for (const { file, from, to, code, used } of this.all) {
      if (used || (this.codes.includes(code) && !looked.has(code))) continue;
      if (this.codes.includes(code)) {
        yield { file, from, to, message: `${code} is not found in this line.`, help: "Remove the comment." };
        continue;
      }
      const meant = nearest(code, this.codes);
      const help = meant === undefined ? "Remove it." : `Did you mean ${meant}?`;
      yield { file, from, to, message: `there is no finding called ${JSON.stringify(code)}.`, help };
    }
  }

  private add(suppression: Suppression): void {
    const key = `${suppression.file.name}:${suppression.cell ?? ""}:${suppression.line}`;
    this.all.push(suppression);
    this.byLine.set(key, [...(this.byLine.get(key) ?? []), suppression]);
  }

  private read(file: CheckedFile): void {
    for (const { offset, text } of commentLines(file.module)) {
      for (const match of text.matchAll(marker)) {
        const start = offset + match.index;
        const listed = match[1];
        if (listed === undefined || listed.trim() === "") {
          this.bare.push({ file, from: start, to: start + match[0].length });
          continue;
        }
        const { line, cell } = placeIn(file.module.parsed.text, file.module.origin, start);
        let from = start + match[0].indexOf("[") + 1;
        for (const part of listed.split(",")) {
          const code = part.trim();
          const begin = from + part.length - part.trimStart().length;
          if (code !== "") this.add({ file, line, cell, from: begin, to: begin + code.length, code, used: false });
          from += part.length + 1;
        }
      }
    }
  }
}
