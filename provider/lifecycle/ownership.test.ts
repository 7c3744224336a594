import { describe, expect, it } from "vitest";
import { digestTag, identityOf, isOurs, marks, ownerText, userTags } from "./ownership.js";
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

  const identity = identityOf(urn, "LoggedAgent");
  it.each([
    ["the mark itself", marks(identity), true],
    ["the mark beside other tags", { ...marks(identity), team: "a" }, true],
    ["the mark of another stack", marks({ ...identity, stack: "prod" }), false],
    ["the mark of another resource", marks({ ...identity, name: "b" }), false],
    ["half a mark", { pulumi_project: "shop", pulumi_stack: "dev" }, false],
    ["no mark", {}, false],
  ])("is told by %s", (_what, tags, ours) => {
    expect(isOurs(identity, tags as Record<string, string>)).toBe(ours);
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
