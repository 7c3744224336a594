import type { FunctionFixture } from "../../fixtures/standIns.js";
import { argumentsInOrder } from "./arguments.js";
import { columnDefinitions } from "./columnDefinitions.js";
import { SqlFailure } from "./failure.js";
import {
  chainAt,
  clauseWords,
  closing,
  ctesOf,
  endOfType,
  isCastType,
  isName,
  joined,
  lastPart,
  noAlias,
  noFunction,
  onlySqlite,
  quote,
  syntaxError,
  text,
  withoutTableOptions,
} from "./syntax.js";
import { type Token, tokensOf } from "./tokens.js";
import type { Names, Translated } from "./translated.js";
import { declaration } from "./types.js";

/** Functions may call functions this deep. */
const depthLimit = 16;

/**
 * Makes SQLite's SQL of a statement in Databricks SQL, and finds the tables and functions it uses. Names of tables become
 * single quoted identifiers of three parts; calls of SQL functions become their bodies.
 *
 * @throws SqlFailure for what cannot be read, resolved or covered
 */
export function translate(sql: string, names: Names): Translated {
  const tokens = tokensOf(sql);
  while (tokens.at(-1)?.text === ";" && tokens.at(-1)?.kind === "symbol") {
    tokens.pop();
  }
  if (tokens.some((token) => token.kind === "symbol" && token.text === ";")) {
    throw new SqlFailure(
      "PARSE_SYNTAX_ERROR",
      "Syntax error at or near ';': only one statement can be sent at a time.",
    );
  }
  const translator = new Translator(names);
  return translator.statement(tokens);
}

/** Where a part of a statement stands. */
interface Frame {
  /** SELECT or DELETE came before at this depth, so FROM begins a list of tables. */
  list: boolean;
  /** Inside a list of tables, where a comma is followed by another. */
  inFrom: boolean;
  /** What comes next is a table. */
  expectTable: boolean;
}

/** Names that mean something in the part that is being translated. */
interface Scope {
  names: Names;
  /** Names of WITH, in lower case. */
  ctes: Set<string>;
  /** Arguments of the table function whose body this is, by parameter in lower case. */
  values: ReadonlyMap<string, string>;
  /** Inside a function's body, whose owner's rights count. */
  inside: boolean;
  depth: number;
}

class Translator {
  readonly #names: Names;
  readonly #reads = new Set<string>();
  readonly #writes = new Set<string>();
  readonly #calls = new Set<string>();
  readonly #readsInside = new Set<string>();
  readonly #python = new Map<string, { alias: string; fixture: FunctionFixture }>();

  constructor(names: Names) {
    this.#names = names;
  }

  statement(tokens: readonly Token[]): Translated {
    const first = tokens[0]?.upper ?? "";
    const scope: Scope = { names: this.#names, ctes: new Set(), values: new Map(), inside: false, depth: 0 };
    const before: string[] = [];
    let kind: Translated["kind"];
    let text: string;
    if (["SELECT", "WITH", "VALUES"].includes(first) || tokens[0]?.text === "(") {
      kind = "query";
      text = this.#part(tokens, scope);
    } else if (["INSERT", "UPDATE", "DELETE"].includes(first)) {
      kind = "write";
      text = this.#write(tokens, scope);
    } else if (["CREATE", "DROP", "TRUNCATE"].includes(first)) {
      kind = "define";
      text = this.#define(tokens, scope, before);
    } else {
      throw new SqlFailure(
        tokens.length === 0 ? "PARSE_SYNTAX_ERROR" : "UNSUPPORTED_FEATURE",
        tokens.length === 0
          ? "Syntax error at or near end of input."
          : `The local workspace does not cover statements that begin with ${tokens[0]?.text}: it runs SELECT, INSERT, ` +
              "UPDATE, DELETE, CREATE TABLE, DROP TABLE, TRUNCATE TABLE, SHOW and DESCRIBE.",
      );
    }
    const returns = this.#onlyCall(tokens, scope);
    return {
      kind,
      statements: [...before, text],
      reads: [...this.#reads],
      writes: [...this.#writes],
      calls: [...this.#calls],
      readsInside: [...this.#readsInside],
      python: [...this.#python.values()],
      ...(returns === undefined ? {} : { returns }),
    };
  }

  /** INSERT, UPDATE and DELETE: the table that changes, then the rest. */
  #write(tokens: readonly Token[], scope: Scope): string {
    const skip = ["INSERT", "UPDATE", "DELETE", "INTO", "FROM", "TABLE"];
    let index = 0;
    while (skip.includes(tokens[index]?.upper ?? "")) {
      index += 1;
    }
    const chain = chainAt(tokens, index);
    const table = this.#resolve(chain.parts, scope, tokens[index]);
    this.#writes.add(table);
    const verb = tokens[0]?.upper ?? "";
    const next = tokens[chain.end];
    const aliased = next?.upper === "AS" || (isName(next) && !noAlias.has(next?.upper ?? ""));
    const alias = aliased || verb === "INSERT" ? "" : ` AS ${quote(chain.parts.at(-1) ?? "")}`;
    const start = { INSERT: "INSERT INTO", UPDATE: "UPDATE", DELETE: "DELETE FROM" }[verb] ?? verb;
    return `${start} ${quote(table)}${alias} ${this.#part(tokens.slice(chain.end), scope)}`;
  }

  /** CREATE, DROP and TRUNCATE of tables. */
  #define(tokens: readonly Token[], scope: Scope, before: string[]): string {
    const verb = tokens[0]?.upper ?? "";
    let index = 1;
    const replace = tokens[1]?.upper === "OR" && tokens[2]?.upper === "REPLACE";
    index += replace ? 2 : 0;
    if (tokens[index]?.upper !== "TABLE") {
      throw new SqlFailure(
        "UNSUPPORTED_FEATURE",
        `The local workspace does not cover ${verb} ${tokens[index]?.text ?? ""}: tables only; functions and schemas come from the fixtures.`,
      );
    }
    index += 1;
    let condition = "";
    while (["IF", "NOT", "EXISTS"].includes(tokens[index]?.upper ?? "")) {
      condition += ` ${tokens[index]?.upper}`;
      index += 1;
    }
    const chain = chainAt(tokens, index);
    const table = this.#resolve(chain.parts, scope, tokens[index]);
    this.#writes.add(table);
    if (verb === "TRUNCATE") {
      return `DELETE FROM ${quote(table)}`;
    }
    if (verb === "DROP") {
      return `DROP TABLE${condition} ${quote(table)}`;
    }
    if (replace) {
      before.push(`DROP TABLE IF EXISTS ${quote(table)}`);
    }
    const rest = withoutTableOptions(tokens.slice(chain.end));
    const body =
      rest[0]?.text === "(" ? columnDefinitions(rest) : this.#part(rest[0]?.upper === "AS" ? rest : [], scope);
    return `CREATE TABLE${condition} ${quote(table)} ${body}`;
  }

  /** Any part of a statement. */
  #part(tokens: readonly Token[], scope: Scope): string {
    const output: string[] = [];
    const frames: Frame[] = [{ list: false, inFrom: false, expectTable: false }];
    const inner: Scope = { ...scope, ctes: new Set([...scope.ctes, ...ctesOf(tokens)]) };
    let index = 0;
    while (index < tokens.length) {
      const token = tokens[index] as Token;
      const frame = frames.at(-1);
      if (frame === undefined) {
        throw syntaxError(token);
      }
      if (
        frame.expectTable &&
        isName(token) &&
        !(token.kind === "word" && ["SELECT", "LATERAL"].includes(token.upper))
      ) {
        frame.expectTable = false;
        index = this.#table(tokens, index, inner, output);
        continue;
      }
      if (isName(token)) {
        const chain = chainAt(tokens, index);
        const next = tokens[chain.end];
        if (next?.kind === "symbol" && next.text === "(") {
          const called = this.#called(chain.parts, token, inner);
          if (called !== undefined) {
            const end = closing(tokens, chain.end);
            output.push(this.#scalar(called, tokens.slice(chain.end + 1, end), inner));
            index = end + 1;
            continue;
          }
        }
        if (chain.parts.length > 1 || token.kind === "quoted") {
          output.push(this.#column(chain.parts, inner));
          index = chain.end;
          continue;
        }
        const value = next?.text === "(" ? undefined : inner.values.get(token.text.toLowerCase());
        if (value !== undefined && tokens[index - 1]?.upper !== "AS") {
          output.push(`(${value})`);
          index += 1;
          continue;
        }
        index = this.#word(tokens, index, frame, output);
        continue;
      }
      if (token.kind === "symbol") {
        if (token.text === "(") {
          // In a list of tables a parenthesis holds a query or another list.
          const query = ["SELECT", "WITH", "VALUES"].includes(tokens[index + 1]?.upper ?? "");
          frames.push({ list: false, inFrom: frame.expectTable && !query, expectTable: frame.expectTable && !query });
          frame.expectTable = false;
        } else if (token.text === ")") {
          frames.pop();
        } else if (token.text === ",") {
          frame.expectTable = frame.inFrom;
        }
        output.push({ "==": "=", "<=>": "IS" }[token.text] ?? token.text);
      } else {
        output.push(token.kind === "string" ? text(token.text) : token.text);
      }
      index += 1;
    }
    if (frames.length !== 1) {
      throw new SqlFailure("PARSE_SYNTAX_ERROR", "Syntax error at or near end of input: a parenthesis does not end.");
    }
    return joined(output);
  }

  /** A word that names nothing: keywords and what Databricks writes otherwise than SQLite. Returns where to go on. */
  #word(tokens: readonly Token[], index: number, frame: Frame, output: string[]): number {
    const token = tokens[index] as Token;
    const next = tokens[index + 1];
    const empty = next?.text === "(" && tokens[index + 2]?.text === ")";
    switch (token.upper) {
      case "SELECT":
        frame.list = true;
        break;
      case "FROM":
        // Not the FROM of `IS DISTINCT FROM`, `EXTRACT(… FROM …)`, `TRIM(… FROM …)`.
        if (frame.list && tokens[index - 1]?.upper !== "DISTINCT") {
          frame.inFrom = true;
          frame.expectTable = true;
        }
        break;
      case "JOIN":
        frame.expectTable = true;
        break;
      case "CURRENT_TIMESTAMP":
      case "CURRENT_DATE":
        output.push(token.upper);
        return index + (empty ? 3 : 1);
      case "CURRENT_USER":
        output.push("current_user()");
        return index + (empty ? 3 : 1);
      case "DATE":
      case "TIMESTAMP":
        if (next?.kind === "string") {
          return index + 1;
        }
        break;
      case "ILIKE":
        output.push("MATCH");
        return index + 1;
      case "RLIKE":
        output.push("REGEXP");
        return index + 1;
      case "TRY_CAST":
        output.push("CAST");
        return index + 1;
      case "AS":
        if (isCastType(tokens, index)) {
          const end = endOfType(tokens, index + 1);
          const type = tokens.slice(index + 1, end).map((part) => part.text);
          output.push("AS", declaration(type.join("")).replace("BOOLEAN", "INTEGER"));
          return end;
        }
        break;
    }
    if (clauseWords.has(token.upper)) {
      frame.inFrom = false;
      frame.expectTable = false;
    }
    output.push(onlySqlite.has(token.upper) ? quote(token.text) : token.text);
    return index + 1;
  }

  /** A table in a list of tables, with its alias. Returns where to go on. */
  #table(tokens: readonly Token[], index: number, scope: Scope, output: string[]): number {
    const chain = chainAt(tokens, index);
    const last = chain.parts.at(-1) ?? "";
    let end = chain.end;
    let source: string;
    if (tokens[chain.end]?.text === "(") {
      const called = this.#called(chain.parts, tokens[index] as Token, scope);
      const close = closing(tokens, chain.end);
      const inside = tokens.slice(chain.end + 1, close);
      end = close + 1;
      source =
        called === undefined ? `${last}(${this.#part(inside, scope)})` : this.#tableFunction(called, inside, scope);
    } else if (chain.parts.length === 1 && scope.ctes.has(last.toLowerCase())) {
      source = quote(last);
    } else {
      const name = this.#resolve(chain.parts, scope, tokens[index]);
      (scope.inside ? this.#readsInside : this.#reads).add(name);
      source = quote(name);
    }
    const next = tokens[end];
    const aliased = next?.upper === "AS" || (isName(next) && !noAlias.has(next?.upper ?? ""));
    output.push(aliased ? source : `${source} AS ${quote(last)}`);
    return end;
  }

  /** A column's name: at most its table's and its own part count. */
  #column(parts: readonly string[], scope: Scope): string {
    const value = parts.length <= 2 ? scope.values.get(parts.join(".").toLowerCase()) : undefined;
    if (value !== undefined) {
      return `(${value})`;
    }
    return parts
      .slice(-2)
      .map((part) => (part === "*" ? "*" : quote(part)))
      .join(".");
  }

  /** The function of the fixtures that is called, if it is one. */
  #called(parts: readonly string[], token: Token, scope: Scope): FunctionFixture | undefined {
    if (parts.length === 1 && noFunction.has(token.upper)) {
      return undefined;
    }
    const full = [...[scope.names.catalog, scope.names.schema].slice(0, 3 - parts.length), ...parts].join(".");
    const found = scope.names.function(full.toLowerCase());
    if (found === undefined && parts.length > 1) {
      const quoted = parts.map((part) => `\`${part}\``).join(".");
      throw new SqlFailure("UNRESOLVED_ROUTINE", `Cannot resolve routine ${quoted}.`);
    }
    if (found !== undefined && !scope.inside) {
      this.#calls.add(found.name);
    }
    return found;
  }

  #scalar(fixture: FunctionFixture, inside: readonly Token[], scope: Scope): string {
    if (/^table\b/i.test(fixture.returns)) {
      throw new SqlFailure("UNRESOLVED_ROUTINE", `${fixture.name} returns a table: call it in FROM.`);
    }
    const args = this.#arguments(fixture, inside, scope);
    if (fixture.language === "PYTHON") {
      const key = fixture.name.toLowerCase();
      const known = this.#python.get(key) ?? { alias: `uc_function_${this.#python.size}`, fixture };
      this.#python.set(key, known);
      return `${known.alias}(${args.join(", ")})`;
    }
    const body = this.#body(fixture, scope, new Map());
    if (args.length === 0) {
      return `(SELECT ${body})`;
    }
    // The arguments become columns around the body, so that its own columns come first, as on Databricks.
    const columns = fixture.parameters.map(({ name }, index) => `${args[index]} AS ${quote(name)}`);
    return `(SELECT ${body} FROM (SELECT ${columns.join(", ")}) AS ${quote(lastPart(fixture.name))})`;
  }

  #tableFunction(fixture: FunctionFixture, inside: readonly Token[], scope: Scope): string {
    const args = this.#arguments(fixture, inside, scope);
    const own = lastPart(fixture.name).toLowerCase();
    const values = new Map<string, string>();
    for (const [index, { name }] of fixture.parameters.entries()) {
      values.set(name.toLowerCase(), args[index] ?? "NULL");
      values.set(`${own}.${name.toLowerCase()}`, args[index] ?? "NULL");
    }
    return this.#body(fixture, scope, values);
  }

  #body(fixture: FunctionFixture, scope: Scope, values: ReadonlyMap<string, string>): string {
    if (scope.depth >= depthLimit) {
      throw new SqlFailure("UNSUPPORTED_FEATURE", `${fixture.name} calls functions more than ${depthLimit} deep.`);
    }
    const [catalog = "", schema = ""] = fixture.name.split(".");
    const names: Names = { ...scope.names, catalog, schema, function: (name) => scope.names.function(name) };
    const tokens = tokensOf(fixture.body);
    const start = tokens[0]?.upper === "RETURN" ? 1 : 0;
    const body = tokens.slice(start).filter((token) => token.text !== ";" || token.kind !== "symbol");
    return `(${this.#part(body, { names, ctes: new Set(), values, inside: true, depth: scope.depth + 1 })})`;
  }

  #arguments(fixture: FunctionFixture, inside: readonly Token[], scope: Scope): string[] {
    return argumentsInOrder(fixture, inside).map((value) =>
      typeof value === "string" ? value : this.#part(value, scope),
    );
  }

  #resolve(parts: readonly string[], scope: Scope, token: Token | undefined): string {
    if (parts.length > 3 || parts.length === 0) {
      throw syntaxError(token);
    }
    const { catalog, schema } = scope.names;
    // Names in Unity Catalog do not distinguish upper and lower case.
    return [...[catalog, schema].slice(0, 3 - parts.length), ...parts].join(".").toLowerCase();
  }

  /** The type that a statement returns which does nothing but call one function. */
  #onlyCall(tokens: readonly Token[], scope: Scope): string | undefined {
    if (tokens[0]?.upper !== "SELECT" || this.#calls.size !== 1 || !isName(tokens[1])) {
      return undefined;
    }
    const chain = chainAt(tokens, 1);
    if (tokens[chain.end]?.text !== "(") {
      return undefined;
    }
    const rest = tokens.slice(closing(tokens, chain.end) + 1);
    const alias =
      rest.length === 0 || (rest.length === 2 && rest[0]?.upper === "AS") || (rest.length === 1 && isName(rest[0]));
    return alias ? this.#called(chain.parts, tokens[1] as Token, scope)?.returns : undefined;
  }
}
