// The page of the stack's configuration, its environment variables, and the Workspace resource.

import { filesUnder } from "../../lib/files.mjs";
import { at } from "../../lib/paths.mjs";
import { compiler, constant, literal, parseFile, position } from "../compiler.mjs";
import { docComment, meaningAndDefault } from "../docComment.mjs";
import { blocks, code, prose, sentence, table } from "../markdown.mjs";
import { entries, examples, heading, paragraphs } from "./shared.mjs";

export const configurationPage = "configuration.md";

/**
 * @param {Map<string, import("../sdkModel.mjs").Documented>} exports
 * @param {string[]} complaints
 */
export async function configurationText(exports, places, complaints) {
  const ts = await compiler();
  const types = await parseFile("provider/http/types.ts");
  const settings = types.statements.find(
    (one) => ts.isInterfaceDeclaration(one) && one.name.text === "ConnectionSettings",
  );
  const keys = literal(
    ts,
    constant(ts, await parseFile("provider/transport/dynamic/settings.ts"), "configurationKeys"),
  );
  const rows = settings.members.map((member) => {
    const name = member.name.getText();
    if (keys[name] === undefined) complaints.push(`${position(member)}: ${name} has no configuration key`);
    return settingRow(`mlflow-agents:${keys[name]}`, docComment(member)?.text ?? "");
  });
  const workspace = exports.get("Workspace");
  const workspaceArgs = exports.get("WorkspaceArgs");
  const options = exports.get("ResourceOptions");
  return blocks(
    heading("Configuration"),
    "Which workspace a stack speaks to, and as whom. Keys are set with `pulumi config set`; a token with `pulumi config set --secret`, better not at all: credentials from the environment or a profile are never stored.",
    table(["key", "environment", "default", "meaning"], rows),
    "## Which value counts",
    paragraphs(docComment(settings)?.text ?? ""),
    "## Ways to log in",
    table(["`authType`", "where", "needs", "what it is"], await methodRows(ts)),
    `## ${workspace.name}`,
    paragraphs(workspace.text),
    examples(workspace),
    entries(workspaceArgs, places, configurationPage),
    `## ${options.name}`,
    paragraphs(options.text),
    entries(options, places, configurationPage),
  );
}

function settingRow(key, text) {
  const { meaning, fallback } = meaningAndDefault(text);
  const [, variables] = /(?:^|\s)Environment: ([^.]+)\./.exec(meaning) ?? [];
  return [
    code(key),
    variables === undefined ? "" : prose(variables),
    prose(fallback ?? "none"),
    prose(sentence(meaning.replace(/\s*Environment: [^.]+\./, ""))),
  ];
}

/** A row for each method of authentication, in the order in which they are tried. */
async function methodRows(ts) {
  const order = constant(ts, await parseFile("provider/http/auth/choose.ts"), "methods").elements.map((one) =>
    one.getText(),
  );
  const found = new Map();
  for (const file of filesUnder(at("provider/http/auth"), (path) => !path.endsWith(".ts") || path.includes(".test."))) {
    const source = await parseFile(`provider/http/auth/${file}`);
    for (const statement of source.statements) {
      const declaration = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : undefined;
      const object = declaration?.initializer;
      if (!order.includes(declaration?.name.getText()) || !object || !ts.isObjectLiteralExpression(object)) continue;
      const entry = (name) => object.properties.find((one) => one.name?.getText() === name)?.initializer;
      const text = (name) => (entry(name) ? literal(ts, entry(name)) : "");
      const where = text("kind") === "mlflow" ? "plain MLflow" : "Databricks";
      const what = docComment(statement)?.text.split(/(?<=\.)\s/)[0] ?? "";
      found.set(declaration.name.getText(), [code(text("name")), where, prose(text("needs")), prose(what)]);
    }
  }
  return order.map((name) => {
    const row = found.get(name);
    if (row === undefined) throw new Error(`provider/http/auth: the method \`${name}\` was not found`);
    return row;
  });
}
