import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { agentPolicies, ruleNames } from "../../sdk/policy/index.js";

const page = readFileSync(join(__dirname, "../../docs/policy-pack.md"), "utf8");

/** The page's section of a rule, by paragraphs and blocks. */
const sectionOf = (rule: string) => page.split(/^### /m).find((section) => section.startsWith(`\`${rule}\`\n`)) ?? "";

/** Values of a literal; what only the example's program knows is left out. */
function literalOf(node: ts.Expression): unknown {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalOf);
  if (ts.isObjectLiteralExpression(node)) return Object.fromEntries(node.properties.flatMap(entryOf));
  return node.kind === ts.SyntaxKind.TrueKeyword ? true : undefined;
}

function entryOf(property: ts.ObjectLiteralElementLike): [string, unknown][] {
  if (!ts.isPropertyAssignment(property)) return [];
  const { name } = property;
  return [[ts.isStringLiteral(name) ? name.text : name.getText(), literalOf(property.initializer)]];
}

/** The resource that an example declares. */
function declared(example: string): { kind: string; props: Record<string, unknown> } {
  const source = ts.createSourceFile("example.ts", example, ts.ScriptTarget.ES2022, true);
  const [statement] = source.statements;
  if (statement === undefined || !ts.isExpressionStatement(statement) || !ts.isNewExpression(statement.expression))
    throw new Error(`not a resource: ${example}`);
  const { expression, arguments: given } = statement.expression;
  const [, args] = given ?? [];
  if (args === undefined || !ts.isObjectLiteralExpression(args)) throw new Error(`no arguments: ${example}`);
  return { kind: expression.getText(), props: Object.fromEntries(args.properties.flatMap(entryOf)) };
}

const rules = agentPolicies({ production: ["prod"], reviewedScopes: ["dashboards.genie"] });

/** What the rules say of a resource in the stack `prod`. */
function said(kind: string, props: Record<string, unknown>): [rule: string, message: string][] {
  const type = `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;
  const args = {
    type,
    // What the preset sets stands in the inputs that a pack is given: test/examples/policy.test.ts.
    props: props.preset === "agent" ? { ...props, environment: withTracing(props.environment) } : props,
    urn: `urn:pulumi:prod::shop::${type}::x`,
    name: "x",
    getConfig: <T extends object>() => ({}) as T,
  };
  const messages: [string, string][] = [];
  for (const rule of rules) rule.validateResource(args, (message) => messages.push([rule.name, message]));
  return messages;
}

const withTracing = (environment: unknown) => ({
  ENABLE_MLFLOW_TRACING: "true",
  ...(typeof environment === "object" ? environment : {}),
});

describe("docs/policy-pack.md", () => {
  it("has a section for each rule, and for no other", () => {
    const sections = [...page.matchAll(/^### `([^`]+)`$/gm)].map(([, name]) => name);
    expect(sections).toEqual([...ruleNames]);
    expect(rules.map(({ name }) => name)).toEqual([...ruleNames]);
  });

  it.each(agentPolicies())("$name: its level, its configuration and its meaning", (rule) => {
    const text = sectionOf(rule.name).replaceAll("\n", " ");
    const keys = Object.keys(rule.configSchema?.properties ?? {});
    const configuration = keys.length === 0 ? "It has no configuration." : `Configuration: \`${keys.join("`, `")}\`.`;
    expect(text).toContain(`Level \`${rule.enforcementLevel}\`. ${configuration}`);
    expect(text).toContain(rule.description.replace(/\.$/, ""));
  });

  it.each(ruleNames)("%s: the example is refused by it alone, with the words of the page", (name) => {
    const text = sectionOf(name);
    const [, example = ""] = /^```ts\n([\s\S]*?)^```/m.exec(text) ?? [];
    const quoted = [...text.matchAll(/^> (.*)$/gm)].map(([, line]) => line).join(" ");
    const { kind, props } = declared(example);
    expect(said(kind, props)).toEqual([[name, quoted]]);
  });

  it("names each option of agentPolicies with its default", () => {
    const source = readFileSync(join(__dirname, "../../sdk/policy/index.ts"), "utf8");
    const [, options = ""] = /interface AgentPolicyOptions \{([\s\S]*?)^\}/m.exec(source) ?? [];
    const names = [...options.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  });
});
