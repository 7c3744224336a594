import { createHash } from "node:crypto";
import { appendFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { folderWith } from "../../../test/conformance/folder.js";
import { Boundary } from "./boundary.js";
import { hashFile } from "./hashFile.js";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/** A file that was left alone for long, so that its digest is remembered. */
async function remembered(content: string) {
  const folder = await folderWith({ "agent.py": "", file: content });
  const file = path.join(folder, "file");
  const boundary = await Boundary.around(folder, ["agent.py"]);
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const first = await hashFile(file, boundary);
  clock.mockRestore();
  expect(first).toMatchObject({ size: content.length, sha256: digest(content), location: file });
  expect(first.identity).toBeDefined();
  // A file system's clock ticks some hundred times a second.
  await sleep(50);
  return { file, boundary, first };
}

test("a file that nobody wrote since is not read again", async () => {
  const { file, boundary, first } = await remembered("same".repeat(10_000_000));
  const begin = performance.now();
  for (let round = 0; round < 50; round++) expect(await hashFile(file, boundary)).toEqual(first);
  // Reading 2 GB takes longer anywhere.
  expect(performance.now() - begin).toBeLessThan(500);
});

const writes: Record<string, (file: string) => Promise<void>> = {
  "another content of the same size": (file) => writeFile(file, "evil"),
  "another content, and the former times": async (file) => {
    const { atime, mtime } = await stat(file);
    await writeFile(file, "evil");
    await utimes(file, atime, mtime);
  },
  "another file in its place": async (file) => {
    await writeFile(`${file}.new`, "evil");
    await rename(`${file}.new`, file);
  },
};

for (const [what, write] of Object.entries(writes)) {
  test(`is read again: ${what}`, async () => {
    const { file, boundary } = await remembered("good");
    await write(file);
    expect(await hashFile(file, boundary)).toMatchObject({ size: 4, sha256: digest("evil") });
  });
}

test("a file that was just written is read each time: its times prove nothing yet", async () => {
  const folder = await folderWith({ "agent.py": "", file: "one" });
  const boundary = await Boundary.around(folder, ["agent.py"]);
  const file = path.join(folder, "file");
  expect((await hashFile(file, boundary)).identity).toBeUndefined();
  await writeFile(file, "two");
  expect(await hashFile(file, boundary)).toMatchObject({ sha256: digest("two") });
  await appendFile(file, "!");
  expect(await hashFile(file, boundary)).toMatchObject({ size: 4, sha256: digest("two!") });
});
