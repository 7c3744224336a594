import { expect, test } from "vitest";
import { readingOf } from "../../test/support/reading.js";
import { notRead } from "./index.js";

test("where reading stopped before its end, that is something that was not read, beside what is known of the files", () => {
  const unread = [
    { module: "acme", file: "agent.py", path: "agent.py", line: 1, why: "gone", kind: "nowhere" as const },
  ];
  const reading = { ...readingOf("x = 1\n"), unread };
  expect(notRead(reading, {})).toEqual(unread);
  expect(notRead(reading, { stopped: "it is too large" })).toEqual([
    ...unread,
    {
      module: "agent.py",
      file: "agent.py",
      path: "agent.py",
      line: 1,
      kind: "file",
      why: "reading stopped before its end: it is too large",
    },
  ]);
});
