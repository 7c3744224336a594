import { describe, expect, it } from "vitest";
import { declaredNames, exampleProgram, freeNames, withSuffix } from "./exampleProgram.js";

describe("freeNames", () => {
  it("tells names that are used from names of entries, properties and declarations", () => {
    const text = "const made = new Kind(given.part, { entry: value, shorthand }); export const other = made.given2;";
    expect(freeNames(text)).toEqual(["Kind", "given", "shorthand", "value"]);
  });

  it("leaves out parameters", () => {
    expect(freeNames("outer.apply((inner) => inner.x);")).toEqual(["outer"]);
  });
});

describe("exampleProgram", () => {
  it("puts the imports and what the example takes for granted before it", () => {
    const text = exampleProgram("const endpoint = new ServingEndpoint('e', { model });");
    expect(text.split("\n")).toEqual([
      'import { LoggedAgent, RegisteredModel, ServingEndpoint } from "pulumi-mlflow-agents";',
      'const agent = new LoggedAgent("given", { code: "agent.py", codePaths: ["tools"], modelConfig: { llm: "" } });',
      'const model = new RegisteredModel("given", { name: "main.agents.given", agent });',
      "const endpoint = new ServingEndpoint('e', { model });",
    ]);
  });

  it("puts a given before what uses it, also where the example uses both", () => {
    const text = exampleProgram("new ServingEndpoint('e', { model, tracing: { experiment: agent } });");
    expect(text.indexOf("const agent")).toBeLessThan(text.indexOf("const model"));
    expect(text.match(/const agent/g)).toHaveLength(1);
  });

  it("imports Pulumi where the example uses it", () => {
    expect(exampleProgram("new AuthPolicy(pulumi.getStack());")).toBe(
      'import * as pulumi from "@pulumi/pulumi";\nimport { AuthPolicy } from "pulumi-mlflow-agents";\nnew AuthPolicy(pulumi.getStack());',
    );
  });

  it("leaves a whole program as it is", () => {
    const program = 'import { AuthPolicy } from "pulumi-mlflow-agents";\nnew AuthPolicy("a");\n';
    expect(exampleProgram(program)).toBe(program);
  });
});

describe("withSuffix", () => {
  it("renames what is declared or looked up, and nothing else", () => {
    const text = 'new AuthPolicy("a"); new ServingEndpoint(\n  "b",\n  { name: "c" }); RegisteredModel.get("d", "e");';
    const renamed = withSuffix(text, "1");
    expect(renamed).toBe(
      'new AuthPolicy("a-1"); new ServingEndpoint(\n  "b-1",\n  { name: "c" }); RegisteredModel.get("d-1", "e");',
    );
    expect(declaredNames(renamed)).toEqual(["a-1", "b-1"]);
  });
});
