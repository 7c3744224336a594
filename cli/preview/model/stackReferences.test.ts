import { expect, it } from "vitest";
import type { PreviewDocument } from "../../pulumi/previewDocument.js";
import { renderMarkdown } from "../render/markdown.js";
import { renderTerminal } from "../render/terminal.js";
import { buildReport } from "./build.js";
import { linked, referencesOf } from "./stackReferences.js";

const urn = (stack: string, type: string, name: string) => `urn:pulumi:${stack}::shop::${type}::${name}`;
const reading = (stack: string, name: string) => ({
  op: "read",
  urn: urn(stack, "pulumi:pulumi:StackReference", name),
  newState: { inputs: { name } },
});
const document = (stack: string, op: string, ...reads: string[]): PreviewDocument => ({
  steps: [
    ...reads.map((name) => reading(stack, name)),
    { op, urn: urn(stack, "random:index:Pet", "pet"), oldState: { inputs: {} }, newState: { inputs: {} } },
  ],
});
const reports = (...documents: PreviewDocument[]) =>
  linked(documents.map((each) => buildReport(each, { mode: "preview" })));

it("tells the stacks that a program reads, in each form of a name", () => {
  const names = ["organization/other/dev", "other/dev", "staging", "organization/shop/staging"];
  expect(referencesOf(document("prod", "same", ...names))).toEqual(["other/dev", "shop/staging"]);
});

it("does not say that nothing changes where a stack follows one that does", () => {
  const stacks = reports(
    document("prod", "same", "organization/shop/staging"),
    document("dev", "update"),
    document("staging", "same", "organization/shop/dev"),
    document("alone", "same", "organization/other/dev"),
  );
  expect(stacks.map(({ stack, follows }) => [stack, follows])).toEqual([
    ["prod", ["staging"]],
    ["dev", []],
    ["staging", ["dev"]],
    ["alone", []],
  ]);
  for (const text of [
    renderMarkdown({ version: 1, mode: "preview", stacks }).replaceAll("`", ""),
    renderTerminal({ version: 1, mode: "preview", stacks }),
  ]) {
    expect(text).toContain("No changes in alone.");
    expect(text).toContain("No changes yet in prod, until staging is updated: it reads outputs from there");
    expect(text).toContain("No changes yet in staging, until dev is updated: it reads outputs from there");
  }
});

it("says of a stack that changes by itself, too, what it waits for; and nothing where nothing changes", () => {
  const stacks = reports(document("dev", "update"), document("prod", "update", "organization/shop/dev"));
  const text = renderMarkdown({ version: 1, mode: "preview", stacks });
  expect(text).toContain("More may change once `dev` is updated");
  expect(renderTerminal({ version: 1, mode: "preview", stacks })).toContain("More may change once dev is updated");
  const quiet = reports(document("dev", "same"), document("prod", "same", "organization/shop/dev"));
  expect(renderMarkdown({ version: 1, mode: "preview", stacks: quiet })).toContain("No changes in `dev`, `prod`.");
});
