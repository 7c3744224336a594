import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { dropUnfinished } from "./unfinished.js";

it("what a killed run left half written beside a state goes, the state and what is whole stay", () => {
  const project = mkdtempSync(join(tmpdir(), "mlflow-agents-unfinished-"));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  expect(() => dropUnfinished(project)).not.toThrow();
  writeFileSync(join(project, "Pulumi.yaml"), "name: a\n");
  expect(() => dropUnfinished(project)).not.toThrow();
  const stacks = join(project, ".mlflow-agents", "backend", ".pulumi", "stacks", "a");
  mkdirSync(stacks, { recursive: true });
  const files = {
    "dev.json": "",
    "dev.json.attrs": "",
    "dev.json.bak.attrs": '{"user.',
    "prod.json.attrs": '{"md5":"x"}',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(stacks, name), text);
  dropUnfinished(project);
  expect(readdirSync(stacks).sort()).toEqual(["dev.json", "prod.json.attrs"]);
});
