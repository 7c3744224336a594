import { createHash } from "node:crypto";
import type { Catalogs } from "../../catalog/catalogs.js";
import { ApiError, messageOf } from "../../errors.js";
import type { FunctionFixture } from "../../fixtures/standIns.js";
import type { InferenceLog } from "../../serving/inferenceSpans.js";
import { DataFailure, type DataProcess, type TableToLoad } from "../dataProcess.js";
import { describeTable, type Shown, showStatement } from "./catalogue.js";
import { failureOfSqlite, SqlFailure, tableNotFound } from "./failure.js";
import { translate } from "./translate.js";
import type { Names, Translated } from "./translated.js";
import { declaration, parameterValue, stored } from "./types.js";

/** Milliseconds after which a statement is given up. */
const statementLimit = 120_000;

/** Who runs a statement, and what they may use. */
export interface SqlCaller {
  /** Name, for `current_user()`. */
  user: string;
  /** Refuses a table or function by throwing a 403. */
  mayUse(kind: "table" | "function", name: string): void;
  /** Why it may change no table; undefined where it may. */
  readOnly: string | undefined;
  /** Tables it sees in lists; undefined for all. */
  visible: readonly string[] | undefined;
}

/** A parameter marker's value, as clients send it. */
export interface SqlParameter {
  name: string;
  value?: string | null | undefined;
  type?: string | undefined;
}

/** A statement to be run. */
export interface SqlRequest {
  statement: string;
  parameters: readonly SqlParameter[];
  /** Default catalog. Default: main. */
  catalog?: string | undefined;
  /** Default schema. Default: default. */
  schema?: string | undefined;
  /** Rows wanted at most. Default: all. */
  limit?: number | undefined;
}

/** The result of a statement. */
export interface SqlResult {
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  truncated: boolean;
}

/** What the service works with. */
export interface SqlContext {
  process: DataProcess;
  /** Functions of the fixtures. */
  functions: readonly FunctionFixture[];
  catalogs: Pick<Catalogs, "names" | "schemaNames">;
  /** The log and sampling of an inference table; undefined for every other table. */
  inferenceLog(table: string): InferenceLog | undefined;
}

/** Runs statements in Databricks SQL over SQLite. */
export class SqlService {
  readonly #context: SqlContext;
  readonly #functions: ReadonlyMap<string, FunctionFixture>;

  constructor(context: SqlContext) {
    this.#context = context;
    this.#functions = new Map(context.functions.map((item) => [item.name.toLowerCase(), item]));
  }

  /** A function of the fixtures by its three-part name. */
  function(name: string): FunctionFixture | undefined {
    return this.#functions.get(name.toLowerCase());
  }

  /** Columns of a table with their SQL types; undefined for a table that does not exist. */
  async columns(table: string): Promise<Shown["rows"] | undefined> {
    await this.#ingest([table.toLowerCase()]);
    const columns = (await this.#context.process.tables())[table.toLowerCase()];
    return columns === undefined ? undefined : describeTable(columns);
  }

  /** Three-part names of all tables that exist. */
  async tableNames(): Promise<string[]> {
    return Object.keys(await this.#context.process.tables()).sort();
  }

  /**
   * Runs a statement.
   *
   * @param started told how to cancel it
   * @throws SqlFailure
   */
  async run(request: SqlRequest, caller: SqlCaller, started?: (cancel: () => void) => void): Promise<SqlResult> {
    const names: Names = {
      catalog: request.catalog ?? "main",
      schema: request.schema ?? "default",
      function: (name) => this.#functions.get(name),
    };
    const shown = showStatement(request.statement, names);
    if (shown !== undefined) {
      return this.#show(shown, caller);
    }
    const translated = translate(request.statement, names);
    this.#check(translated, caller);
    const reads = [...translated.reads, ...translated.readsInside];
    await this.#ingest([...reads, ...translated.writes]);
    const { process } = this.#context;
    try {
      const result = await process.run(
        {
          statements: translated.statements,
          parameters: Object.fromEntries(
            request.parameters.map(({ name, value, type }) => [name, parameterValue(value, type ?? "STRING")]),
          ),
          reads,
          writes: translated.writes,
          functions: translated.python.map(({ alias, fixture: { name, parameters, returns, body } }) => ({
            alias,
            name,
            parameters: parameters.map((parameter) => ({ name: parameter.name, type: parameter.type })),
            returns,
            body,
          })),
          user: caller.user,
          limit: request.limit ?? null,
        },
        statementLimit,
        (id) => started?.(() => process.cancel(id)),
      );
      return shape(translated, request.statement, result);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Tables and functions the statement names; what those functions read is their owner's right. */
  #check(translated: Translated, caller: SqlCaller): void {
    for (const name of [...translated.reads, ...translated.writes]) {
      permitted(() => caller.mayUse("table", name));
    }
    for (const name of translated.calls) {
      permitted(() => caller.mayUse("function", name));
    }
    const changed = translated.writes[0];
    if (changed !== undefined && caller.readOnly !== undefined) {
      throw new SqlFailure("INSUFFICIENT_PERMISSIONS", `${caller.readOnly}: '${changed}' cannot be changed.`);
    }
    const [catalog = "", schema = ""] = changed?.split(".") ?? [];
    const schemas = this.#context.catalogs.schemaNames(catalog);
    if (translated.kind === "define" && !schemas?.some((name) => name.toLowerCase() === schema)) {
      throw new SqlFailure("SCHEMA_NOT_FOUND", `The schema \`${catalog}\`.\`${schema}\` cannot be found.`);
    }
  }

  async #ingest(tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      const source = this.#context.inferenceLog(table);
      if (source !== undefined) {
        await this.#context.process.ingest(table, source);
      }
    }
  }

  async #show(shown: NonNullable<ReturnType<typeof showStatement>>, caller: SqlCaller): Promise<SqlResult> {
    const { catalogs } = this.#context;
    switch (shown.what) {
      case "catalogs":
        return table(
          ["catalog"],
          catalogs.names().map((name) => [name]),
        );
      case "schemas": {
        const schemas = catalogs.schemaNames(shown.catalog);
        if (schemas === undefined) {
          throw new SqlFailure("SCHEMA_NOT_FOUND", `The catalog \`${shown.catalog}\` cannot be found.`);
        }
        return table(
          ["databaseName"],
          schemas.map((name) => [name]),
        );
      }
      case "tables": {
        const prefix = `${shown.catalog}.${shown.schema}.`.toLowerCase();
        const seen = (name: string): boolean => caller.visible?.some((one) => one.toLowerCase() === name) ?? true;
        const names = (await this.tableNames()).filter((name) => name.startsWith(prefix) && seen(name));
        return table(
          ["database", "tableName", "isTemporary"],
          names.map((name) => [shown.schema, name.slice(prefix.length), "false"]),
        );
      }
      case "table": {
        permitted(() => caller.mayUse("table", shown.table));
        const rows = await this.columns(shown.table);
        if (rows === undefined) {
          throw tableNotFound(shown.table);
        }
        return table(["col_name", "data_type", "comment"], rows);
      }
    }
  }
}

/** Tables of the fixtures as the process behind the tables makes them. */
export function tablesToLoad(
  tables: Readonly<
    Record<string, { columns: Readonly<Record<string, string>>; rows: readonly Record<string, unknown>[] }>
  >,
): TableToLoad[] {
  return Object.entries(tables).map(([name, { columns, rows }]) => {
    const entries = Object.entries(columns);
    const content = {
      name: name.toLowerCase(),
      columns: entries.map(([column, type]) => [column, declaration(type)] as const),
      rows: rows.map((row) => entries.map(([column]) => stored(row[column]))),
    };
    return { ...content, version: createHash("sha256").update(JSON.stringify(content)).digest("hex") };
  });
}

function table(names: readonly string[], rows: (string | null)[][]): SqlResult {
  return { columns: names.map((name) => ({ name, type: "STRING" })), rows, truncated: false };
}

/** The result with the columns that Databricks gives it. */
function shape(
  translated: Translated,
  statement: string,
  result: { columns: SqlResult["columns"]; rows: SqlResult["rows"]; truncated: boolean; changed: number },
): SqlResult {
  if (translated.kind === "define") {
    return { columns: [], rows: [], truncated: false };
  }
  if (translated.kind === "write") {
    const count = String(result.changed);
    const names = /^\s*insert/i.test(statement) ? ["num_affected_rows", "num_inserted_rows"] : ["num_affected_rows"];
    return {
      columns: names.map((name) => ({ name, type: "BIGINT" })),
      rows: [names.map(() => count)],
      truncated: false,
    };
  }
  const { returns } = translated;
  const { rows, truncated } = result;
  // What SQLite calls a function is of no interest to anyone.
  const columns = result.columns.map(({ name, type }) => ({ name: withNames(name, translated), type }));
  const [only] = columns;
  if (returns === undefined || only === undefined || columns.length > 1) {
    return { columns, rows, truncated };
  }
  const boolean = /^boolean$/i.test(returns);
  const values = boolean
    ? rows.map((row) => row.map((value) => ({ "1": "true", "0": "false" })[value ?? ""] ?? value))
    : rows;
  return { columns: [{ name: only.name, type: returns }], rows: values, truncated };
}

function withNames(column: string, translated: Translated): string {
  return translated.python.reduce(
    (name, { alias, fixture }) => name.replaceAll(`${alias}(`, `${fixture.name}(`),
    column,
  );
}

/** Runs a check of rights; its refusal is the statement's failure, as on Databricks. */
function permitted(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) {
      throw new SqlFailure("INSUFFICIENT_PERMISSIONS", `Insufficient privileges: ${error.message}`);
    }
    throw error;
  }
}

function toFailure(error: unknown): SqlFailure {
  if (!(error instanceof DataFailure)) {
    throw error;
  }
  switch (error.kind) {
    case "sql":
      return failureOfSqlite(error.message);
    case "function":
      return new SqlFailure(
        "UDF_USER_CODE_ERROR.GENERIC",
        `Execution of function ${error.functionName} failed. == Error == ${messageOf(error)}`,
      );
    default:
      return new SqlFailure("LOCAL_STAND_IN", `The statement could not be run: ${messageOf(error)}.`);
  }
}
