import { describe, expect, it } from "vitest";
import {
  digestTag,
  goesWith,
  holderOf,
  identityOf,
  isOurs,
  marks,
  newOwner,
  ownerText,
  userTags,
} from "./ownership.js";
import { declaredOnly, tagChanges, tagEntries, tagMap } from "./tags.js";

const urn = "urn:pulumi:dev::shop::my:index:Group$pulumi-nodejs:dynamic/mlflow-agents:LoggedAgent::agent";

describe("who a resource is", () => {
  it.each([
    [urn, { stack: "dev", project: "shop", name: "agent" }],
    [`${urn}::with::colons`, { name: "agent::with::colons" }],
    ["", { stack: "", project: "", name: "" }],
  ])("is read from its URN %s", (text, expected) => {
    expect(identityOf(text, "LoggedAgent")).toMatchObject({ type: "LoggedAgent", urn: text, ...expected });
  });

  const before = newOwner("0a1b2c3d");
  const own = newOwner("0a1b2c3d");
  const after = newOwner("0a1b2c3d");
  const lost = newOwner("0a1b2c3d");
  const identity = identityOf(urn, "LoggedAgent", {
    owner: own,
    backends: new Set(["aaaa0000"]),
    living: new Set([own, after]),
  });
  const named = { pulumi_project: "shop", pulumi_stack: "dev", pulumi_resource: "agent" };
  // The object, whose it is, whether a run may go on with it, and whether it goes with the resource.
  it.each([
    ["the mark itself", marks(identity), "this", true, true],
    ["the mark beside other tags", { ...marks(identity), team: "a" }, "this", true, true],
    ["the mark after a new logical name", marks({ ...identity, name: "b" }), "this", true, true],
    ["the mark of a release without owner ids", named, "this", true, true],
    ["the mark of a creation that was cut off", { ...named, pulumi_owner: before }, "earlier", true, true],
    ["the mark of the creation that replaces it and lives on", { ...named, pulumi_owner: after }, "later", true, false],
    ["the mark of a later creation that nothing knows of", { ...named, pulumi_owner: lost }, "later", true, true],
    [
      "the mark of a creation on a backend the stack was on",
      { ...named, pulumi_owner: newOwner("aaaa0000") },
      "later",
      true,
      true,
    ],
    ["the mark of another stack", { ...named, pulumi_stack: "prod", pulumi_owner: before }, "another", false, false],
    [
      "the mark of the same names on another backend",
      { ...named, pulumi_owner: newOwner("ffff0000") },
      "another",
      false,
      false,
    ],
    ["the mark of another resource of the stack", { ...named, pulumi_resource: "b" }, "sibling", false, false],
    ["half a mark, which a cut-off run left", { pulumi_owner: before }, "nobody", false, false],
    ["half a mark of another backend", { pulumi_owner: newOwner("ffff0000") }, "another", false, false],
    ["no mark", {}, "nobody", false, false],
  ])("is told by %s", (_what, tags: Record<string, string>, holder, ours, goes) => {
    expect({ holder: holderOf(identity, tags), ours: isOurs(identity, tags), goes: goesWith(identity, tags) }).toEqual({
      holder,
      ours,
      goes,
    });
  });

  it("has an order, also of two creations in one moment", () => {
    expect([lost, before, own, after].sort()).toEqual([before, own, after, lost]);
  });

  it("is told to the user, and where the names are the same, that the backend is not", () => {
    const elsewhere = { ...named, pulumi_owner: newOwner("ffff0000") };
    expect(ownerText(elsewhere, identity)).toBe(
      'resource "agent" of project "shop", stack "dev" on another Pulumi backend',
    );
  });

  it("is told to the user", () => {
    expect(ownerText(marks(identity))).toBe('resource "agent" of project "shop", stack "dev"');
    expect(ownerText({ team: "a" })).toBeUndefined();
  });

  it("is written in characters that Unity Catalog allows in a tag's key", () => {
    expect([...Object.keys(marks(identity)), digestTag].join("")).toMatch(/^[a-z_]+$/);
  });

  it("is not among the user's tags", () => {
    expect(userTags({ ...marks(identity), [digestTag]: "d", team: "a" })).toEqual({ team: "a" });
  });
});

describe("tags", () => {
  type Tags = Record<string, string>;
  const cases: [string, Tags, Tags, Tags, { set: Tags; remove: string[] }][] = [
    ["equal ones need nothing", { a: "1" }, { a: "1" }, { a: "1" }, { set: {}, remove: [] }],
    ["a changed value is set, not removed", { a: "1" }, { a: "2" }, { a: "1" }, { set: { a: "2" }, remove: [] }],
    ["one that is no longer declared goes", { a: "1" }, {}, { a: "1" }, { set: {}, remove: ["a"] }],
    ["one that is gone already needs nothing", {}, {}, { a: "1" }, { set: {}, remove: [] }],
    ["one of somebody else stays", { theirs: "1" }, {}, {}, { set: {}, remove: [] }],
    ["our own mark stays", marksOf("x"), {}, marksOf("x"), { set: {}, remove: [] }],
    [
      "a key that every object has",
      { constructor: "1" },
      {},
      { constructor: "1" },
      { set: {}, remove: ["constructor"] },
    ],
    ["a key that every object has, set", {}, { toString: "1" }, {}, { set: { toString: "1" }, remove: [] }],
  ];
  it.each(cases)("%s", (_what, actual, wanted, former, expected) => {
    expect(tagChanges(actual, wanted, former)).toEqual(expected);
  });

  it("that nobody declared are no difference", () => {
    expect(declaredOnly({ a: "1" }, { a: "2", b: "3", constructor: "4" })).toEqual({ a: "2" });
  });

  it("come and go as a list, the same one on every run", () => {
    expect(tagMap([{ key: "a" }, { key: "b", value: "1" }])).toEqual({ a: "", b: "1" });
    expect(tagMap(undefined)).toEqual({});
    expect(tagEntries({ b: "2", a: "1" })).toEqual(tagEntries({ a: "1", b: "2" }));
  });
});

function marksOf(name: string): Record<string, string> {
  return marks(identityOf(`urn:pulumi:dev::shop::t::${name}`, "LoggedAgent"));
}
