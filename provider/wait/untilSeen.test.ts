import { expect, it } from "vitest";
import { AgentsError } from "../errors.js";
import { untilSeen, untilSo } from "./untilSeen.js";

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

it("says of what could not be looked at why, and not that it was waited for", async () => {
  const refused = new AgentsError("unreachable", "it refuses connections", { retryable: true });
  const watch = { signal: new AbortController().signal, progress: () => undefined };
  await expect(untilSeen(watch, "the model m", () => Promise.reject(refused), 20)).rejects.toBe(refused);
});
