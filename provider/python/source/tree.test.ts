import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parser } from "@lezer/python";
import { expect, test } from "vitest";
import { type SyntaxNode, syntaxTree, walk } from "./tree.js";

const corpus = path.join(__dirname, "../../../test/unit/uses/corpus");
const files = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));

const others = [
  "",
  "x = (",
  "def f(:\n  pass\n",
  "class A:\n  # first\n  def b(self, *, c=1): return [d for d in c if d]  # last\n",
  `x = ${"(".repeat(300)}1${")".repeat(300)}\n`,
  `x = [\n${"  f(1, 'two', b=3),  # four\n".repeat(400)}]\n`,
  Array.from({ length: 500 }, (_, index) => `if a${index}:\n    b(c.d[e], "f" f"{g!r:>{h}}")\n`).join(""),
];

/** What the grammar's own cursor shows. */
function shown(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  parser.parse(text).iterate({
    enter({ name, from, to }) {
      found.push(`${depth} ${name} ${from} ${to}`);
      depth += 1;
    },
    leave() {
      depth -= 1;
    },
  });
  return found;
}

function made(text: string): string[] {
  const found: string[] = [];
  const depthOf = ({ parent }: SyntaxNode): number => (parent === null ? 0 : depthOf(parent) + 1);
  walk(syntaxTree(parser.parse(text)).topNode, (node) => {
    found.push(`${depthOf(node)} ${node.name} ${node.from} ${node.to}`);
  });
  return found;
}

test("a tree has the nodes that the grammar's cursor shows, in its order", () => {
  for (const file of files) {
    const text = readFileSync(path.join(corpus, file), "utf8");
    expect(made(text), file).toEqual(shown(text));
  }
  for (const text of others) expect(made(text), text.slice(0, 40)).toEqual(shown(text));
});

test("nodes know their neighbours, and children without comments", () => {
  const { topNode, nodes } = syntaxTree(parser.parse("f(1, # two\n  3)\n"));
  const [call] = nodes.CallExpression;
  const list = call?.getChild("ArgList");
  expect(list?.all.map(({ name }) => name)).toEqual(["(", "Number", ",", "Comment", "Number", ")"]);
  expect(list?.children.map(({ name }) => name)).toEqual(["(", "Number", ",", "Number", ")"]);
  expect(list?.firstChild?.nextSibling).toBe(list?.all[1]);
  expect(list?.lastChild?.prevSibling).toBe(list?.all[4]);
  expect(list?.firstChild?.prevSibling).toBeNull();
  expect(list?.lastChild?.nextSibling).toBeNull();
  expect(call?.parent?.parent).toBe(topNode);
  expect(call?.getChild("Body")).toBeNull();
});

test("what is below a node is left out where the visitor says so", () => {
  const seen: string[] = [];
  const { topNode } = syntaxTree(parser.parse("a(b)\nc\n"));
  walk(topNode, (node) => {
    seen.push(node.name);
    return node.name !== "CallExpression";
  });
  expect(seen).toEqual(["Script", "ExpressionStatement", "CallExpression", "ExpressionStatement", "VariableName"]);
  const inner: string[] = [];
  const first = topNode.firstChild;
  if (first !== null) walk(first, ({ name }) => inner.push(name));
  expect(inner).toEqual(["ExpressionStatement", "CallExpression", "VariableName", "ArgList", "(", "VariableName", ")"]);
});
