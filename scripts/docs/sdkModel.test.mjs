import { describe, expect, it } from "vitest";
import { compiler } from "./compiler.mjs";
import { documented } from "./sdkModel.mjs";

/** What one exported declaration is said to lack. */
async function complaintsOf(text) {
  const ts = await compiler();
  // The compiler takes a comment on the line of a brace for the brace's own.
  const lines = text.replaceAll(/([{;]) \/\*\*/g, "$1\n/**");
  const source = ts.createSourceFile("sdk/x.ts", lines, ts.ScriptTarget.ES2022, true);
  const complaints = [];
  documented(ts, source.statements[0], "X", "sdk/x.ts", complaints);
  return complaints.map((complaint) => complaint.replace(/^sdk\/x\.ts:\d+: /, ""));
}

describe("what the sdk lacks is named", () => {
  it.each([
    ["/** An X. */ export interface X { /** A. Default: none. */ a?: string; /** B. */ b: string }", []],
    ["export interface X { /** A. */ a: string }", ["X has no doc comment"]],
    ["/** An X. */ export interface X { a: string }", ["X.a has no doc comment that says what it means"]],
    ["/** An X. */ export interface X { /** A. */ a?: string }", ['X.a does not say its default ("Default: ….")']],
    ["/** An X. */ export interface X { /** A. Default: 1. */ a: string }", ["X.a is required and has a default"]],
    ["/** An X. */ export class X { declare readonly a: string }", ["X.a has no doc comment that says what it means"]],
    [
      "/** An X. */ export class X { /** @param name its name */ constructor(name: string, more: string) {} }",
      ["X.constructor lacks @param more"],
    ],
    [
      "/** An X. */ export class X { static get(id: string) {} }",
      ["X.get lacks @param id", "X.get has no doc comment"],
    ],
    ["export const X: () => string = make();", ["X has no doc comment"]],
  ])("%s", async (text, complaints) => {
    expect(await complaintsOf(text)).toEqual(complaints);
  });
});
