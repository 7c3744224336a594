// The TypeScript compiler as a reader of the sources. It comes with `npm ci`, so it is loaded when it is needed.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at } from "../lib/paths.mjs";

let loaded;

/** @returns {Promise<import("typescript")>} */
export function compiler() {
  loaded ??= import(pathToFileURL(at("node_modules/typescript/lib/typescript.js")).href).then(
    (module) => module.default,
  );
  return loaded;
}

/** A source file of the repository as a syntax tree. @returns {Promise<import("typescript").SourceFile>} */
export async function parseFile(path) {
  const ts = await compiler();
  return ts.createSourceFile(path, readFileSync(at(path), "utf8"), ts.ScriptTarget.ES2022, true);
}

/** `path:line` of a node, for messages. */
export function position(node) {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Expression without what only types it: `x as const satisfies T` → `x`. */
export function bare(ts, node) {
  let inner = node;
  while (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isParenthesizedExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

/**
 * The value of a literal: texts, numbers, lists and objects of them.
 *
 * @throws {Error} naming the place, for anything that would have to be run
 */
export function literal(ts, node) {
  const inner = bare(ts, node);
  if (ts.isStringLiteralLike(inner)) return inner.text;
  if (ts.isNumericLiteral(inner)) return Number(inner.text);
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.map((element) => literal(ts, element));
  if (ts.isObjectLiteralExpression(inner)) {
    return Object.fromEntries(
      inner.properties.map((property) => {
        if (!ts.isPropertyAssignment(property)) throw new Error(`${position(property)}: not a plain entry`);
        return [property.name.text, literal(ts, property.initializer)];
      }),
    );
  }
  throw new Error(`${position(inner)}: not a literal, so the documentation cannot tell its value`);
}

/** The initializer of the module-level constant `name`. */
export function constant(ts, source, name) {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText() === name && declaration.initializer) return declaration.initializer;
    }
  }
  throw new Error(`${source.fileName}: there is no constant \`${name}\``);
}

/** Whether a declaration has the modifier, such as `export`, `static` or `declare`. */
export function has(ts, node, kind) {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind[kind]) ?? false;
}
