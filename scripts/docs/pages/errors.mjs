// The page of error codes.
import { compiler, constant, literal, parseFile } from "../compiler.mjs";
import { docComment } from "../docComment.mjs";
import { blocks, capital, code, prose, sentence, table } from "../markdown.mjs";
import { heading } from "./shared.mjs";

export const errorsPage = "errors.md";

/** @param {string[]} complaints */
export async function errorsText(complaints) {
  const ts = await compiler();
  const source = await parseFile("provider/errors.ts");
  const codes = literal(ts, constant(ts, source, "errorCodes"));
  const statement = source.statements.find(
    (one) => ts.isVariableStatement(one) && one.getText().includes("errorCodes"),
  );
  const text = docComment(statement)?.text ?? "";
  const items = listItems(text);
  const explained = items.flatMap(({ names }) => names.map(({ name }) => name));
  for (const name of codes)
    if (!explained.includes(name)) complaints.push(`provider/errors.ts: ${name} is not explained`);
  for (const name of explained)
    if (!codes.includes(name)) complaints.push(`provider/errors.ts: there is no code ${name}`);
  const codeText = ({ name, note }) => `${code(name)}${note === undefined ? "" : ` (${note})`}`;
  return blocks(
    heading("Error codes"),
    prose(text.split(/\n\s*- /)[0].trim()),
    "A message for people says what failed, what was given (never a secret) and the way out. The codes are for programs and for searching this repository; messages do not show them.",
    table(
      ["code", "meaning"],
      items.map(({ names, meaning }) => [names.map(codeText).join(", "), prose(sentence(capital(meaning)))]),
    ),
  );
}

/** Items ``- `code` (status), `code`: meaning`` of a text. */
function listItems(text) {
  return text
    .split(/\n\s*- /)
    .slice(1)
    .map((item) => item.replace(/\s*\n\s*/g, " "))
    .map((item) => {
      const colon = item.indexOf(": ");
      const names = [...item.slice(0, colon).matchAll(/`(\w+)`(?: \(([^)]+)\))?/g)];
      return { names: names.map(([, name, note]) => ({ name, note })), meaning: item.slice(colon + 2).trim() };
    });
}
