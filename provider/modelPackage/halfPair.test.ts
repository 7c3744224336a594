import { expect, test } from "vitest";
import { folderWith, problemsOf, smallAgent } from "../../test/conformance/folder.js";
import { holdsHalfPair } from "./halfPair.js";

test("half of a pair is found wherever it stands, a whole one is none", () => {
  expect([{ a: ["\ud800"] }, { "x\udfff": 1 }, ["\udc00\ud800"]].map(holdsHalfPair)).toEqual([true, true, true]);
  expect(["🙂", { "🙂": [1, null, undefined, true, "\u{10ffff}"] }, 1, undefined].some(holdsHalfPair)).toBe(false);
});

test("a text that no file can hold is refused, given or read", async () => {
  const folder = await folderWith({ "agent.py": smallAgent, "config.yaml": 'a: "\\ud800"\n' });
  expect(await problemsOf(folder, { metadata: { a: "\ud800" } })).toEqual([
    expect.stringMatching(/^metadata invalidArgument: .*surrogate pair/),
  ]);
  expect(await problemsOf(folder, { modelConfig: "config.yaml" })).toEqual([
    expect.stringMatching(/^modelConfig invalidArgument: "config\.yaml"/),
  ]);
});
