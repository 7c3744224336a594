import { expect, test } from "vitest";
import { folderWith, problemsOf, smallAgent } from "../../test/conformance/folder.js";

test("files that are no YAML, no JSON or nothing are problems of their arguments, and none is a throw", async () => {
  const folder = await folderWith({
    "agent.py": smallAgent,
    "config.yaml": "a: [1\n",
    "list.yaml": "- a\n",
    "example.json": "{",
  });
  const told = async (given: object) => (await problemsOf(folder, given)).map((text) => text.slice(0, 48));
  expect(await told({ modelConfig: "config.yaml" })).toEqual([
    expect.stringContaining('modelConfig invalidArgument: "config'),
  ]);
  expect(await told({ modelConfig: "list.yaml" })).toEqual([
    expect.stringContaining('modelConfig invalidArgument: "list'),
  ]);
  expect(await told({ modelConfig: "none.yaml" })).toEqual([expect.stringMatching(/^modelConfig /)]);
  expect(await told({ inputExample: "example.json" })).toEqual([
    expect.stringContaining("inputExample invalidArgument"),
  ]);
});
