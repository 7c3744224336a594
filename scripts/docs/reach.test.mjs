import { describe, expect, it } from "vitest";
import { reachedTypes } from "./reach.mjs";

const type = (kind, name, ...mentions) => [
  name,
  { kind, name, file: "sdk/x.ts", mentions: new Set(), members: [{ mentions: new Set(mentions) }] },
];

describe("the types that a resource leads to", () => {
  it("are those of its arguments and outputs, and theirs, each behind what mentions it first", () => {
    const exports = new Map([
      type("class", "Thing", "Out"),
      type("interface", "ThingArgs", "Inner", "Other", "pulumi.Input"),
      type("interface", "Inner", "Innermost", "Inner"),
      type("interface", "Innermost", "Record"),
      type("interface", "Out"),
      type("class", "Other", "Behind"),
      type("interface", "Behind"),
    ]);
    const complaints = [];
    expect(reachedTypes(exports.get("Thing"), exports, complaints)).toEqual(["Out", "Inner", "Innermost"]);
    expect(complaints).toEqual([]);
  });

  it("are exported, or it is said", () => {
    const exports = new Map([type("class", "Thing"), type("interface", "ThingArgs", "Hidden")]);
    const complaints = [];
    reachedTypes(exports.get("Thing"), exports, complaints);
    expect(complaints).toEqual(["sdk/x.ts: ThingArgs mentions Hidden, which sdk/index.ts does not export"]);
  });
});
