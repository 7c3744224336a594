import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedAgent, preview } from "../../test/preview/synthetic.js";
import { buildReport } from "./model/build.js";
import type { Report } from "./model/report.js";
import { commentLimit, renderMarkdown } from "./render/markdown.js";

const stackOf = (agents: number, files: number, stack = "dev") =>
  buildReport(
    preview(Array.from({ length: agents }, (_, index) => changedAgent(`agent-${index}`, files)).flat(), {}, stack),
    { mode: "preview" },
  );
const report = (...stacks: Report["stacks"]): Report => ({ version: 1, mode: "preview", stacks });

describe("the size of a comment", () => {
  it("stays under the limit for any number of stacks, agents and files", () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
    );
    fc.assert(
      fc.property(sizes, ([stacks, agents, files]) => {
        const text = renderMarkdown(
          report(...Array.from({ length: stacks }, (_, index) => stackOf(agents, files, `stack${index}`))),
        );
        expect(text.length).toBeLessThan(commentLimit);
        expect((text.match(/<details>/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
      }),
      { numRuns: 25 },
    );
  });

  it("stays under the limit for thousands of stacks", () => {
    const one = stackOf(1, 1);
    const text = renderMarkdown(
      report(...Array.from({ length: 5000 }, (_, index) => ({ ...one, stack: `stack-${index}` }))),
    );
    expect(text.length).toBeLessThan(commentLimit);
    expect(text).toMatch(/Left out: .*\b3\d\d\d stacks/);
  });

  it("announces a cut at the top and keeps what is most important", () => {
    const stack = stackOf(300, 40);
    const security = [{ kind: "scopeGained" as const, what: "sql", who: ["agent-1"], consequence: "It may run SQL." }];
    const text = renderMarkdown(
      report({ ...stack, security, findings: [{ severity: "error", message: "The one error." }] }),
    );
    expect(text.length).toBeLessThan(commentLimit);
    expect(text.indexOf("Shortened to fit")).toBeLessThan(100);
    for (const kept of ["### `dev`", "The one error.", "`sql`", "Users will notice"]) expect(text).toContain(kept);
    expect(text).not.toContain("mermaid");
  });

  it("says nothing of a cut where there is none", () => {
    expect(renderMarkdown(report(stackOf(2, 5)))).not.toContain("Shortened");
  });

  it("renders 200 resources in at most a second", () => {
    const document = JSON.stringify(
      preview(Array.from({ length: 50 }, (_, index) => changedAgent(`agent-${index}`, 20)).flat()),
    );
    const begin = performance.now();
    const text = renderMarkdown(report(buildReport(JSON.parse(document), { mode: "preview" })));
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(text).toContain("agent-49");
  });
});
