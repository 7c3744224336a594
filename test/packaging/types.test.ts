import { describe, expect, inject, it } from "vitest";
import { Consumer } from "./consumer.js";

const consumer = new Consumer(inject("installed"));

const program = `import * as pulumi from "@pulumi/pulumi";
import { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint } from "pulumi-mlflow-agents";

const access = new AuthPolicy("access", { systemResources: [servingEndpoint("llm")] });
const agent = new LoggedAgent("support", { code: "agent.py", authPolicy: access });
const model = new RegisteredModel("support", { name: "main.agents.support", agent, aliases: { champion: "latest" } });
const endpoint = new ServingEndpoint("support", { model, environment: { LOG_LEVEL: pulumi.interpolate\`debug\` } });
export const url: pulumi.Output<string> = endpoint.invocationsUrl;

// @ts-expect-error an argument that does not exist
new ServingEndpoint("other", { model, enviroment: {} });
// @ts-expect-error one of the wrong type
new LoggedAgent("other", { code: 1 });
// @ts-expect-error an output that does not exist
endpoint.invocationUrl;
`;

const strict = { strict: true, noEmit: true, target: "es2022", types: ["node"] };

/** What \`pulumi new typescript\` writes. */
const template = {
  strict: true,
  noEmit: true,
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: false,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

describe.each([
  ["CommonJS, node16", "cts", { ...strict, module: "node16", moduleResolution: "node16" }],
  ["ESM, node16", "mts", { ...strict, module: "node16", moduleResolution: "node16" }],
  ["CommonJS, nodenext", "cts", { ...strict, module: "nodenext", moduleResolution: "nodenext" }],
  ["ESM, nodenext", "mts", { ...strict, module: "nodenext", moduleResolution: "nodenext" }],
  ["ESM, bundler", "mts", { ...strict, module: "esnext", moduleResolution: "bundler" }],
  ["Pulumi's template", "ts", template],
])("a program: %s", (name, extension, compilerOptions) => {
  it("has the types of the package", async () => {
    const id = name.toLowerCase().replace(/\W+/g, "-");
    consumer.write(`${id}/program.${extension}`, program);
    consumer.write(`${id}/tsconfig.json`, { compilerOptions, files: [`program.${extension}`] });
    const { code, output } = await consumer.run("tsc", "-p", id);
    expect(output).toBe("");
    expect(code).toBe(0);
  });
});

describe("an ESM program", () => {
  it("gets the package's exports by name", async () => {
    const names = "AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint, servingEndpoint";
    consumer.write(
      "names.mjs",
      `import { ${names} } from "pulumi-mlflow-agents"; console.log([${names}].every((one) => typeof one === "function"));`,
    );
    expect(await consumer.succeed(process.execPath, "names.mjs")).toBe("true\n");
  });
});
