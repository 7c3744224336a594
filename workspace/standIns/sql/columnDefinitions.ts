import { closing, isName, quote, splitAtCommas, syntaxError } from "./syntax.js";
import type { Token } from "./tokens.js";
import { declaration } from "./types.js";

/** `(name TYPE, …)` with types as SQLite keeps them. */
export function columnDefinitions(tokens: readonly Token[]): string {
  const end = closing(tokens, 0);
  if (end !== tokens.length - 1) {
    throw syntaxError(tokens[end + 1]);
  }
  const columns = splitAtCommas(tokens.slice(1, end)).map((part) => {
    const [name, ...type] = part;
    if (name === undefined || !isName(name) || type.length === 0) {
      throw syntaxError(name);
    }
    const rule = type.findIndex((token) => ["NOT", "COMMENT", "DEFAULT", "PRIMARY", "GENERATED"].includes(token.upper));
    const text = (rule === -1 ? type : type.slice(0, rule)).map((token) => token.text).join("");
    const notNull = type.some((token, index) => token.upper === "NOT" && type[index + 1]?.upper === "NULL");
    return `${quote(name.text)} ${declaration(text)}${notNull ? " NOT NULL" : ""}`;
  });
  return `(${columns.join(", ")})`;
}
