import type { Problem } from "../errors.js";
import type { Finding } from "./types.js";

/** A finding as a problem of an argument: `agent.py:3:1: what is wrong … [code]`, and the line with a caret. */
export function findingProblem(finding: Finding): Problem {
  const { file, line, column, message, code, excerpt, argument } = finding;
  // What is declared stands in the program, and in no line of the agent.
  const declared = excerpt === "" && (argument === "authPolicy" || argument === "resources");
  const place = declared ? "" : `${file}:${line}:${column}: `;
  const text = `${place}${message} [${code}]${excerpt === "" ? "" : `\n${excerpt}`}`;
  return { code: code === "syntax-error" ? "invalidPython" : "invalidAgent", path: argument, message: text };
}
