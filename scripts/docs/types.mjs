// Types as a reader of the documentation wants them: without Pulumi's wrappers, lists and maps in words.

/** Types that stand for what they wrap. */
const transparent = new Set(["pulumi.Input", "pulumi.Output", "Readonly", "ReadonlyArray"]);

const words = { unknown: "any JSON value", "pulumi.ID": "string" };

/**
 * @param {import("typescript")} ts
 * @param {import("typescript").TypeNode | undefined} node
 * @returns {string} such as `list of SystemResource`, `map of string`, `"latest" or number`
 */
export function readableType(ts, node) {
  if (node === undefined) return "any value";
  const inner = (one) => readableType(ts, one);
  const grouped = (one) => (ts.isUnionTypeNode(unwrapped(ts, one)) ? `(${inner(one)})` : inner(one));
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return inner(node.type);
  if (ts.isArrayTypeNode(node)) return `list of ${grouped(node.elementType)}`;
  if (ts.isUnionTypeNode(node)) {
    const parts = node.types.filter((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword).map(inner);
    return [...new Set(parts)].join(" or ");
  }
  if (ts.isLiteralTypeNode(node)) return node.literal.getText();
  if (ts.isTypeLiteralNode(node)) {
    const entries = node.members.map((member) => {
      if (ts.isIndexSignatureDeclaration(member)) return `[output]: ${inner(member.type)}`;
      return `${member.name.getText()}${member.questionToken ? "?" : ""}: ${inner(member.type)}`;
    });
    return `{ ${entries.join(", ")} }`;
  }
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    const [first, second] = node.typeArguments ?? [];
    if (transparent.has(name)) return inner(first);
    if (name === "Omit") return `(${inner(first)} without ${without(ts, second).join(", ")})`;
    if (name === "Record") return `map of ${grouped(second)}`;
    return words[name] ?? name;
  }
  return words[node.getText()] ?? node.getText();
}

/** Names of the entries that an `Omit` leaves out. */
function without(ts, node) {
  const parts = ts.isUnionTypeNode(node) ? node.types : [node];
  return parts.map((part) => part.literal.text);
}

/** The type inside of Pulumi's wrappers. */
function unwrapped(ts, node) {
  if (ts.isParenthesizedTypeNode(node)) return unwrapped(ts, node.type);
  if (ts.isTypeReferenceNode(node) && transparent.has(node.typeName.getText())) {
    return unwrapped(ts, node.typeArguments[0]);
  }
  return node;
}

/** Names of the types that a type mentions. */
export function mentioned(ts, node) {
  const names = new Set();
  const visit = (one) => {
    if (ts.isTypeReferenceNode(one)) names.add(one.typeName.getText());
    ts.forEachChild(one, visit);
  };
  if (node !== undefined) visit(node);
  return names;
}
