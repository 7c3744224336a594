// What a change of each argument does, from the field rules of provider/resources/<name>/schema.ts.
import { bare, compiler, constant, literal, parseFile, position } from "./compiler.mjs";

/**
 * @typedef {object} FieldRule
 * @property {"replace" | "update" | "record" | "ignore"} rule
 * @property {string} why
 * @property {boolean} secret
 * @property {boolean} computed
 */

/**
 * The rules as they stand in the source. test/docs compares them with the ones that the provider runs with.
 *
 * @param {string} folder Name under provider/resources.
 * @returns {Promise<Map<string, FieldRule>>}
 */
export async function fieldRules(folder) {
  const ts = await compiler();
  const source = await parseFile(`provider/resources/${folder}/schema.ts`);
  const fields = bare(ts, constant(ts, source, "fields"));
  if (!ts.isObjectLiteralExpression(fields))
    throw new Error(`${position(fields)}: \`fields\` is not an object literal`);
  return new Map(
    fields.properties.map((property) => {
      if (!ts.isPropertyAssignment(property) || !ts.isCallExpression(property.initializer)) {
        throw new Error(`${position(property)}: a field is a call of replace, update, record, ignore or computed`);
      }
      return [property.name.text, ruleOf(ts, property.initializer)];
    }),
  );
}

function ruleOf(ts, call) {
  const name = call.expression.getText();
  const [, second, third] = call.arguments;
  if (name === "computed") {
    return { rule: literal(ts, second), why: literal(ts, third), secret: false, computed: true };
  }
  if (!["replace", "update", "record", "ignore"].includes(name))
    throw new Error(`${position(call)}: unknown rule \`${name}\``);
  return { rule: name, why: literal(ts, second), secret: option(ts, third, "secret") ?? false, computed: false };
}

/** A literal among a field's options; the others may be functions. */
function option(ts, options, name) {
  const entry = options?.properties.find((property) => property.name?.getText() === name);
  return entry && literal(ts, entry.initializer);
}
