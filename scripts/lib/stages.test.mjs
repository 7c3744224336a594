import { afterEach, describe, expect, it, vi } from "vitest";
import { conclude, runStages } from "./stages.mjs";

const written = [];
vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(text) > 0);
afterEach(() => written.splice(0));

const stage = (name, outcome) => ({ name, run: async () => outcome });
const lastLine = () => written.join("").trimEnd().split("\n").at(-1);

describe("stages", () => {
  it("end with the counts of all, and success", async () => {
    const results = await runStages([
      stage("a", { passed: 2, failed: 0, details: "" }),
      stage("b", { passed: 3, failed: 0, details: "" }),
    ]);
    expect(conclude(results, Date.now())).toBe(0);
    expect(lastLine()).toBe("5 passed, 0 failed");
  });

  it("run on after a failure, whose details are printed", async () => {
    const results = await runStages([
      stage("a", { passed: 2, failed: 1, details: "expected 1 to be 2" }),
      stage("b", { passed: 3, failed: 0, details: "" }),
    ]);
    expect(conclude(results, Date.now())).toBe(1);
    expect(written.join("")).toContain("expected 1 to be 2");
    expect(lastLine()).toBe("5 passed, 1 failed");
  });

  it("fail when they ran no test, or throw", async () => {
    const throws = { name: "b", run: () => Promise.reject(new Error("it broke")) };
    const results = await runStages([stage("a", { passed: 0, failed: 0, details: "" }), throws]);
    expect(conclude(results, Date.now())).toBe(1);
    expect(written.join("")).toContain("this stage ran no test");
    expect(written.join("")).toContain("it broke");
    expect(lastLine()).toBe("0 passed, 2 failed");
  });
});
