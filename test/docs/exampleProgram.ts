import ts from "typescript";

/** What the examples of the reference take for granted, each by the name under which they use it, and after what it uses. */
const givens: Record<string, string> = {
  pulumi: 'import * as pulumi from "@pulumi/pulumi";',
  catalog: 'const catalog = "main";',
  index: 'const index = "main.kb.docs";',
  access:
    'const access = new AuthPolicy("given", { systemResources: [servingEndpoint("databricks-claude-sonnet-4")] });',
  agent:
    'const agent = new LoggedAgent("given", { code: "agent.py", codePaths: ["tools"], modelConfig: { llm: "" } });',
  model: 'const model = new RegisteredModel("given", { name: "main.agents.given", agent });',
};

/**
 * An example with what it takes for granted put before it: imports, and the resources that it uses without making them.
 * An example that imports something is a whole program already.
 *
 * @param example TypeScript text
 */
export function exampleProgram(example: string): string {
  if (/^import /m.test(example)) return example;
  let body = example;
  const imports: string[] = [];
  // A given may use another one, so the names are looked for again after each.
  for (;;) {
    const free = freeNames(body);
    const name = Object.keys(givens).findLast((given) => free.includes(given));
    if (name === undefined) break;
    const given = givens[name] ?? "";
    if (given.startsWith("import ")) imports.push(given);
    body = given.startsWith("import ") ? `declare const ${name}: unknown;\n${body}` : `${given}\n${body}`;
  }
  const fromPackage = freeNames(body).filter((name) => !(name in globalThis));
  const declared = /^declare const \w+: unknown;\n/gm;
  return [
    ...imports,
    `import { ${fromPackage.join(", ")} } from "pulumi-mlflow-agents";`,
    body.replace(declared, ""),
  ].join("\n");
}

/** Names that a program uses and does not declare, sorted. */
export function freeNames(text: string): string[] {
  const source = ts.createSourceFile("example.ts", text, ts.ScriptTarget.ES2022, true);
  const used = new Set<string>();
  const declared = new Set<string>(["undefined"]);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isDeclaration(node) ? declared : isUse(node) ? used : new Set<string>()).add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used].filter((name) => !declared.has(name)).sort();
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isImportSpecifier(parent)) && parent.name === node
  );
}

/** Whether an identifier stands for a value, and is not the name of an entry or a property. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !ts.isTypeReferenceNode(parent);
}

const declarations =
  /(\bnew (?:AgentDeployment|AuthPolicy|LoggedAgent|RegisteredModel|ServingEndpoint|Workspace)\(\s*)"([^"]+)"/g;
const lookups = /(\b(?:AuthPolicy|LoggedAgent|RegisteredModel|ServingEndpoint)\.get\(\s*)"([^"]+)"/g;

/** Logical names of the resources that a program declares; a component and its four parts share one. */
export function declaredNames(text: string): string[] {
  return [...text.matchAll(declarations)].flatMap(([, what = "", name = ""]) =>
    Array<string>(what.includes("AgentDeployment") ? 5 : 1).fill(name),
  );
}

/** The program with a word behind each logical name, so that several programs fit into one stack. */
export function withSuffix(text: string, suffix: string): string {
  return text.replace(declarations, `$1"$2-${suffix}"`).replace(lookups, `$1"$2-${suffix}"`);
}
