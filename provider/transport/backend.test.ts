import { mkdtempSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backendMark } from "./backend.js";

const empty = mkdtempSync(join(tmpdir(), "backend-"));
const mark = (env: NodeJS.ProcessEnv, { organization = "", cwd = empty } = {}) =>
  backendMark(organization, { PULUMI_HOME: empty, ...env }, cwd);

describe("a backend's mark", () => {
  it("is the same on every run, in eight hex digits", async () => {
    const env = { PULUMI_BACKEND_URL: "s3://states" };
    expect(await mark(env)).toMatch(/^[0-9a-f]{8}$/);
    expect(await mark(env)).toBe(await mark({ PULUMI_BACKEND_URL: "s3://states/" }));
  });

  it("tells backends, organizations and folders apart", async () => {
    const marks = await Promise.all([
      mark({}),
      mark({ PULUMI_BACKEND_URL: "s3://states" }),
      mark({ PULUMI_BACKEND_URL: "s3://others" }),
      mark({ PULUMI_BACKEND_URL: "https://api.example.com" }),
      mark({ PULUMI_BACKEND_URL: "https://api.example.com" }, { organization: "one" }),
      mark({ PULUMI_BACKEND_URL: "https://api.example.com" }, { organization: "two" }),
      mark({ PULUMI_BACKEND_URL: `file://${empty}` }),
      mark({ PULUMI_BACKEND_URL: "file://~" }),
    ]);
    expect(new Set(marks).size).toBe(marks.length);
    expect(hostname()).not.toBe("");
  });

  it.each(["backend:\n  url: s3://states\n", "name: a\nbackend: { url: s3://states }\nruntime: nodejs\n"])(
    "is found in the project file %j, above the program as well",
    async (text) => {
      const cwd = mkdtempSync(join(tmpdir(), "backend-project-"));
      writeFileSync(join(cwd, "Pulumi.yaml"), text);
      expect(await mark({}, { cwd: join(cwd, "program") })).toBe(await mark({ PULUMI_BACKEND_URL: "s3://states" }));
    },
  );

  it("is found in what the last login left, which may be broken", async () => {
    const home = mkdtempSync(join(tmpdir(), "backend-home-"));
    writeFileSync(join(home, "credentials.json"), JSON.stringify({ current: "s3://states" }));
    expect(await mark({ PULUMI_HOME: home })).toBe(await mark({ PULUMI_BACKEND_URL: "s3://states" }));
    writeFileSync(join(home, "credentials.json"), "{");
    expect(await mark({ PULUMI_HOME: home })).toBe(await mark({}));
  });
});
