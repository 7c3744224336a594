import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Catalogs } from "../../../workspace/catalog/catalogs.js";
import { SecretScopes } from "../../../workspace/secrets/secretScopes.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mlflow-agents-catalogs-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("catalogs and schemas", () => {
  const open = (catalogs: Record<string, string[]>): Promise<Catalogs> =>
    Catalogs.open({ root }, { user: "ada", catalogs });

  it("are those of the fixtures, and those that were made, also after a restart", async () => {
    const catalogs = await open({ main: ["agents"] });
    await catalogs.createSchema("main", "made", { comment: "x" }, "bob");
    await catalogs.createCatalog("own", {}, "bob");
    const again = await open({ main: ["agents"] });
    expect(again.schemaNames("main")).toEqual(["agents", "made"]);
    expect(again.schema("main", "made")).toMatchObject({ comment: "x", owner: "bob" });
    expect(again.schemaNames("own")).toEqual(["default"]);
  });

  it("are missing as they are on Databricks", async () => {
    const catalogs = await open({ main: ["agents"] });
    expect(() => catalogs.schema("main", "none")).toThrow("Schema 'main.none' does not exist.");
    expect(() => catalogs.schema("none", "agents")).toThrow("Catalog 'none' does not exist.");
  });

  it("are found in any case and kept in lower case", async () => {
    const catalogs = await open({ Main: ["Agents"] });
    await catalogs.createSchema("MAIN", "Made", {}, "ada");
    expect(catalogs.schemaNames("mAiN")).toEqual(["agents", "made"]);
    await expect(catalogs.createSchema("main", "MADE", {}, "ada")).rejects.toThrow("already exists");
    await catalogs.deleteSchema("Main", "MADE");
    expect(catalogs.schemaNames("main")).toEqual(["agents"]);
  });

  it("of the fixtures that were deleted stay so until the fixtures change", async () => {
    await (await open({ main: ["a", "b"] })).deleteSchema("main", "a");
    expect((await open({ main: ["a", "b"] })).schemaNames("main")).toEqual(["b"]);
    expect((await open({ main: ["b", "c"] })).schemaNames("main")).toEqual(["b", "c"]);
  });

  it("that left the fixtures are gone, but not what was made in them", async () => {
    await (await open({ main: ["a"], other: ["b"] })).createSchema("main", "made", {}, "ada");
    const again = await open({});
    expect([again.schemaNames("main"), again.schemaNames("other")]).toEqual([["made"], undefined]);
  });

  it.each(["", "a.b", "a b", "a/b"])("of the name '%s' are refused", async (name) => {
    await expect((await open({})).createCatalog(name, {}, "ada")).rejects.toThrow("not a valid name");
  });

  it("in a broken file are not thrown away", async () => {
    writeFileSync(join(root, "catalogs.json"), "{");
    await expect(open({ main: [] })).rejects.toMatchObject({ code: "dataFolder" });
  });
});

describe("secret scopes", () => {
  const open = (secrets: Record<string, Record<string, string>>): Promise<SecretScopes> =>
    SecretScopes.open({ root }, { user: "ada", secrets });

  it("are those of the fixtures, and those that were made, also after a restart", async () => {
    const scopes = await open({ support: { crm: "one" } });
    await scopes.create("own", "bob");
    await scopes.put("own", "key", Buffer.from("two"));
    await scopes.put("support", "crm", Buffer.from("changed"));
    const again = await open({ support: { crm: "one" } });
    expect(again.names()).toEqual(["own", "support"]);
    expect([again.text("own", "key"), again.text("support", "crm")]).toEqual(["two", "changed"]);
    expect(statSync(join(root, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("take a value that changed in the fixtures, and lose one that left them", async () => {
    await open({ support: { crm: "one", old: "x" } });
    const again = await open({ support: { crm: "two" } });
    expect([again.text("support", "crm"), again.text("support", "old")]).toEqual(["two", undefined]);
    expect((await open({})).names()).toEqual([]);
  });

  it("let in whom their list names", async () => {
    const scopes = await open({});
    await scopes.create("own", "bob");
    await scopes.setAcl("own", "eve", "READ");
    const may = (who: string): boolean[] => [scopes.allows("own", who, "READ"), scopes.allows("own", who, "WRITE")];
    expect({ ada: may("ada"), bob: may("bob"), eve: may("eve"), mallory: may("mallory") }).toEqual({
      ada: [true, true],
      bob: [true, true],
      eve: [true, false],
      mallory: [false, false],
    });
  });

  it("do not take the names that objects have by birth for secrets", async () => {
    const scopes = await open({ support: {} });
    expect(scopes.text("support", "constructor")).toBeUndefined();
    expect(() => scopes.get("support", "__proto__")).toThrow("key: __proto__");
  });
});
