import { expect, it } from "vitest";
import { untilSo } from "./untilSeen.js";

it.each([
  ["can be read, and is not as it should be", "theirs", "looking again at the model m: what it shows may lag behind"],
  ["cannot be read", undefined, "the model m cannot be read yet"],
])("says why it looks again at what %s", async (_case, found, said) => {
  const lines: string[] = [];
  const watch = { signal: new AbortController().signal, progress: (line: string) => lines.push(line) };
  const isOurs = (holder: string) => holder === "ours";
  expect(await untilSo(watch, "the model m", async () => found, isOurs, 20)).toBe(found);
  expect(lines.length).toBeGreaterThan(0);
  expect([...new Set(lines)]).toEqual([said]);
});
