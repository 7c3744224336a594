// What sdk/ exports, as data: every class, type, function and argument with its doc comment. What lacks one is a complaint.
import { compiler, has, parseFile, position } from "./compiler.mjs";
import { docComment, meaningAndDefault, parameters, tagged } from "./docComment.mjs";
import { mentioned, readableType } from "./types.mjs";

/**
 * @typedef {object} Member An argument, an entry or an output.
 * @property {string} name
 * @property {string} type Readable.
 * @property {Set<string>} mentions Names of types in it.
 * @property {boolean} required
 * @property {string} meaning
 * @property {string | undefined} fallback What is used when it is not given.
 *
 * @typedef {object} Documented
 * @property {string} name
 * @property {"class" | "interface" | "alias" | "function"} kind
 * @property {string} file
 * @property {string} text The doc comment before its tags.
 * @property {string[]} examples
 * @property {string[]} remarks
 * @property {Member[]} members Entries of an interface, outputs of a class.
 * @property {Set<string>} mentions Names of types in an alias.
 * @property {string} [base] Class that is extended.
 * @property {string} [type] Of an alias or a function, readable.
 * @property {{ text: string, id: string }} [get] Of a class.
 */

/**
 * @returns {Promise<{ exports: Map<string, Documented>, complaints: string[] }>} in the order of sdk/index.ts
 */
export async function readSdk() {
  const ts = await compiler();
  const index = await parseFile("sdk/index.ts");
  const exports = new Map();
  const complaints = [];
  for (const statement of index.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) continue;
    const file = `sdk/${statement.moduleSpecifier.text.replace(/^\.\//, "").replace(/\.js$/, ".ts")}`;
    const source = await parseFile(file);
    for (const { name, propertyName } of statement.exportClause.elements) {
      const found = declarationOf(ts, source, (propertyName ?? name).text);
      if (found === undefined) throw new Error(`${file} does not declare ${name.text}, which sdk/index.ts exports`);
      exports.set(name.text, documented(ts, found, name.text, file, complaints));
    }
  }
  return { exports, complaints };
}

/** The statement that declares a name. */
function declarationOf(ts, source, name) {
  return source.statements.find((statement) => {
    if (!has(ts, statement, "ExportKeyword")) return false;
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.some((declaration) => declaration.name.text === name);
    }
    return statement.name?.text === name;
  });
}

/** One exported declaration as data; what it lacks is added to `complaints`. @returns {Documented} */
export function documented(ts, node, name, file, complaints) {
  const comment = docComment(node);
  if (!comment?.text) complaints.push(`${position(node)}: ${name} has no doc comment`);
  const shared = {
    name,
    file,
    text: comment?.text ?? "",
    examples: tagged(comment, "example"),
    remarks: tagged(comment, "remarks"),
    members: [],
    mentions: new Set(),
  };
  if (ts.isInterfaceDeclaration(node)) {
    const members = node.members.map((member) => memberOf(ts, member, name, complaints, true));
    return { ...shared, kind: "interface", members };
  }
  if (ts.isTypeAliasDeclaration(node)) {
    return { ...shared, kind: "alias", type: readableType(ts, node.type), mentions: mentioned(ts, node.type) };
  }
  if (ts.isClassDeclaration(node)) return { ...shared, ...classParts(ts, node, name, complaints) };
  const declaration = node.declarationList.declarations.find((one) => one.name.text === name);
  const { initializer } = declaration;
  return { ...shared, kind: "function", type: readableType(ts, declaration.type?.type), initializer };
}

function memberOf(ts, member, owner, complaints, withDefault) {
  const name = member.name.getText();
  const comment = docComment(member);
  const { meaning, fallback } = meaningAndDefault(comment?.text ?? "");
  const required = member.questionToken === undefined;
  const where = `${position(member)}: ${owner}.${name}`;
  if (!meaning) complaints.push(`${where} has no doc comment that says what it means`);
  if (withDefault && !required && fallback === undefined)
    complaints.push(`${where} does not say its default ("Default: ….")`);
  if (required && fallback !== undefined) complaints.push(`${where} is required and has a default`);
  return {
    name,
    type: readableType(ts, member.type),
    mentions: mentioned(ts, member.type),
    required,
    meaning,
    fallback,
  };
}

function classParts(ts, node, name, complaints) {
  const outputs = node.members.filter(
    (member) =>
      ts.isPropertyDeclaration(member) && (has(ts, member, "DeclareKeyword") || has(ts, member, "ReadonlyKeyword")),
  );
  for (const method of node.members) {
    const callable = ts.isConstructorDeclaration(method) || ts.isMethodDeclaration(method);
    if (!callable || has(ts, method, "PrivateKeyword")) continue;
    const documented = parameters(docComment(method));
    for (const parameter of method.parameters) {
      if (documented.get(parameter.name.getText())) continue;
      complaints.push(
        `${position(parameter)}: ${name}.${method.name?.text ?? "constructor"} lacks @param ${parameter.name.getText()}`,
      );
    }
  }
  const get = node.members.find((member) => ts.isMethodDeclaration(member) && member.name.text === "get");
  const getComment = get && docComment(get);
  if (get && !getComment?.text) complaints.push(`${position(get)}: ${name}.get has no doc comment`);
  return {
    kind: "class",
    base: node.heritageClauses?.[0]?.types[0]?.expression.getText(),
    members: outputs.map((member) => memberOf(ts, member, name, complaints, false)),
    get: getComment && { text: getComment.text, id: parameters(getComment).get("id") ?? "" },
  };
}
