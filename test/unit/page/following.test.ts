import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readPiece } from "../../../workspace/page/following.js";

const folder = mkdtempSync(join(tmpdir(), "following-"));
const file = join(folder, "a.log");
afterAll(() => rmSync(folder, { recursive: true }));

describe("a log that is followed", () => {
  it("comes in pieces that fit together", async () => {
    writeFileSync(file, "one\n");
    expect(await readPiece(file, 0)).toEqual({ text: "one\n", next: 4, anew: true });
    appendFileSync(file, "two\n");
    expect(await readPiece(file, 4)).toEqual({ text: "two\n", next: 8, anew: false });
    expect(await readPiece(file, 8)).toEqual({ text: "", next: 8, anew: false });
  });

  it("begins anew when it was written again", async () => {
    writeFileSync(file, "new\n");
    expect(await readPiece(file, 8)).toEqual({ text: "new\n", next: 4, anew: true });
  });

  it("does not cut a character in two", async () => {
    const bytes = Buffer.from("ab é 日 🙂");
    for (let cut = 1; cut <= bytes.length; cut++) {
      writeFileSync(file, bytes.subarray(0, cut));
      const first = await readPiece(file, 0);
      writeFileSync(file, bytes);
      const rest = await readPiece(file, first.next);
      expect(first.text).not.toContain("�");
      expect(first.next === 0 ? rest.text : first.text + rest.text, String(cut)).toBe("ab é 日 🙂");
    }
  });

  it("shows the end of what is too long", async () => {
    writeFileSync(file, `first${"x".repeat(300_000)}last`);
    const piece = await readPiece(file, 0);
    expect(piece).toMatchObject({ next: 300_009, anew: true });
    expect(piece.text).toHaveLength(256 * 1024);
    expect(piece.text.endsWith("last")).toBe(true);
  });

  it("is empty where there is none", async () => {
    expect(await readPiece(join(folder, "none"), 7)).toEqual({ text: "", next: 0, anew: true });
  });
});
