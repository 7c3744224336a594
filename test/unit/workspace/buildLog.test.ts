import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { BuildLog } from "../../../workspace/serving/buildLog.js";

it("a build says what it is at, for how long while nothing else is said, and how long it took", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-build-"));
  onTestFinished(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  const log = new BuildLog(join(folder, "build.log"));
  const made = log.step("making it", async () => {
    log.say("Resolved 90 packages");
    await vi.advanceTimersByTimeAsync(11_000);
    log.say(" + zstandard==0.25.0");
    await vi.advanceTimersByTimeAsync(2_000);
    return "made";
  });
  expect(await made).toBe("made");
  const failed = log.step("making another", () => Promise.reject(new Error("no space")));
  await expect(failed).rejects.toThrow("no space");
  expect(readFileSync(join(folder, "build.log"), "utf8").trim().split("\n")).toEqual([
    "making it …",
    "Resolved 90 packages",
    "making it: 5 s",
    "making it: 10 s",
    " + zstandard==0.25.0",
    "making it: done in 13 s",
    "making another …",
  ]);
});
