import { describe, expect, it } from "vitest";
import type { Change } from "./change.js";
import { modelChange } from "./registered.js";

const one = "1".repeat(64);
const two = "2".repeat(64);

/** An update of a model whose version 2 is in use. */
const change = (before: Change["before"], after: Change["after"]): Change => ({
  urn: "urn",
  name: "support",
  type: "t",
  kind: "RegisteredModel",
  action: "update",
  before,
  after,
  outputs: {
    version: "2",
    versions: [
      { version: "2", digest: two.slice(0, 12) },
      { version: "1", digest: one.slice(0, 12) },
    ],
    aliasVersions: { champion: "2" },
  },
  paths: [],
  replaceReasons: [],
  uses: {},
  parent: undefined,
  keptBefore: { protect: false, retainOnDelete: false },
  keptAfter: { protect: false, retainOnDelete: false },
  initErrors: [],
  source: undefined,
});
const agent = (digest: string) => ({ agent: { modelId: "m-1", digest }, digest, aliases: { champion: "latest" } });

describe("the version after an update", () => {
  it.each([
    ["of new content", agent(two), agent("3".repeat(64)), "new version"],
    ["of content that was registered before", agent(two), agent(one), "1"],
    ["that is pinned", agent(two), { ...agent("3".repeat(64)), pinnedVersion: "1" }, "1"],
    ["that is not pinned any more", { ...agent(one), pinnedVersion: "1" }, agent(one), "1"],
    [
      "that is copied",
      { source: { name: "a.b.c", version: "1", digest: two }, digest: two, aliases: { champion: "latest" } },
      { source: { name: "a.b.c", version: "2", digest: one }, digest: one, aliases: { champion: "latest" } },
      "1",
    ],
  ])("%s", (_what, before, after, version) => {
    const found = modelChange(change(before, after), "preview");
    expect(found).toMatchObject({ versionBefore: "2", versionAfter: version });
    expect(found.aliases).toEqual([{ alias: "champion", before: "2", after: version }]);
  });

  it("is the one before where something else changes", () => {
    const found = modelChange(change(agent(two), { ...agent(two), keep: { versions: 3 } }), "preview");
    expect(found).toMatchObject({ versionBefore: "2", versionAfter: "2", aliases: [] });
  });
});
