import type { KindName } from "../../policy/kinds.js";
import { argument } from "../../python/values/given.js";
import { isNone } from "../../python/values/make.js";
import { asText, concatenate, isKnown, marked, unknownPart, unmarked } from "../../python/values/texts.js";
import type { External, Text, Value } from "../../python/values/types.js";
import { sqlNames } from "../text/sql.js";
import { canonical } from "./paths.js";
import type { Library, Look, Sighting } from "./types.js";

// What may stand around a whole statement that cannot be told.
const explains = /^\s*(?:EXPLAIN(?:\s+(?:EXTENDED|CODEGEN|COST|FORMATTED))?\s*|;?\s*)$/i;

/** What SQL that is handed to a warehouse names. */
export function tellSql(sighting: Sighting, statements: Value | undefined, catalog?: Value, schema?: Value): void {
  for (const one of statements ?? []) {
    if (one.kind === "list") {
      for (const item of one.list.items) tellSql(sighting, item, catalog, schema);
      continue;
    }
    if (one.kind === "constant") continue;
    const statement = one.kind === "external" && one.external.path === "sqlalchemy.text()" ? undefined : asText(one);
    if (statement === undefined) {
      if (one.kind === "external") tellSql(sighting, one.external.given?.positional[0], catalog, schema);
      continue;
    }
    const whole = marked(statement);
    const [only] = statement.parts.filter((part) => typeof part !== "string" || !explains.test(part));
    if (
      statement.parts.every((part) => part === only || (typeof part === "string" && explains.test(part))) &&
      typeof only === "object"
    ) {
      sighting.tell("table", [{ ...statement, parts: [only] }]);
      continue;
    }
    const names = sqlNames(whole);
    tellAll(sighting, "table", names.tables, statement);
    for (const [name, parts] of names.short) tellShort(sighting, name, parts, statement, catalog, schema);
    tellAll(sighting, "function", names.functions, statement);
    tellAll(sighting, "servingEndpoint", names.endpoints, statement);
    tellAll(sighting, "vectorSearchIndex", names.indexes, statement);
    tellAll(sighting, "ucConnection", names.connections, statement);
    if (names.parameterised) sighting.tellUnknown(["table"], "the table is a parameter of the statement");
  }
}

/** A table whose catalog, or schema too, is that of the connection. */
function tellShort(
  sighting: Sighting,
  name: string,
  parts: number,
  statement: Text,
  catalog: Value | undefined,
  schema: Value | undefined,
): void {
  const own: Value = [
    isKnown(name) ? { kind: "text", parts: [name], when: statement.when } : unmarked(name, statement),
  ];
  const around = parts === 2 ? [catalog] : [catalog, schema];
  const dot: Value = [{ kind: "text", parts: ["."] }];
  if (around.every((part) => part?.some((one) => !isNone(one)) === true)) {
    sighting.tell("table", concatenate([...around.flatMap((part) => [part ?? [], dot]), own]));
    return;
  }
  // Of one part alone it may be a view of the session, or no table at all.
  if (parts === 2 && !systemSchemas.test(name))
    sighting.tellUnknown(["table"], `${JSON.stringify(readableName(name))} names no catalog: it is the session's`);
}

const systemSchemas = /^(?:information_schema|system|samples|global_temp)\./i;

function readableName(name: string): string {
  return name.replaceAll("\u{F8FF}", "…");
}

function tellAll(sighting: Sighting, kind: KindName, names: ReadonlySet<string>, statement: Text): void {
  for (const name of names) {
    if (isKnown(name)) sighting.tell(kind, [{ kind: "text", parts: [name], when: statement.when }]);
    else {
      const part = unmarked(name, statement);
      const hole = unknownPart(part) ?? unknownPart(statement);
      sighting.tell(kind, [hole === undefined ? statement : part]);
    }
  }
}

const connect: Look = ({ given, tell, tellUnknown }) => {
  const path = argument(given, 1, "http_path");
  tellWarehouse(path, tell, tellUnknown);
};

function tellWarehouse(paths: Value | undefined, tell: Sighting["tell"], tellUnknown: Sighting["tellUnknown"]): void {
  for (const one of paths ?? []) {
    if (one.kind === "constant") continue;
    const written = asText(one);
    const match = /\/?sql\/1\.0\/(?:warehouses|endpoints)\/([^/?&#]+)/.exec(marked(written));
    if (match?.[1] !== undefined) tell("sqlWarehouse", [unmarked(match[1], written)]);
    else if (!isKnown(marked(written))) tell("sqlWarehouse", [written]);
    else if (/protocolv1/.test(marked(written))) tellUnknown(["sqlWarehouse"], "it is a cluster, not a warehouse");
  }
}

/** Whether an object is, or stems from, a connection to Databricks. */
function connection(of: External | undefined): External | undefined {
  for (let one = of; one !== undefined; one = one.base) {
    const path = canonical(one.path);
    if (path === "databricks.sql.connect()" || /\.from_databricks\(\)$/.test(path)) return one;
    if (/(?:create_engine|create_async_engine|from_uri|create_engine_from_url)\(\)$/.test(path)) {
      const url = one.given === undefined ? undefined : argument(one.given, 0, "url", "name_or_url", "database_uri");
      if (url?.some((each) => /^databricks/.test(marked(asText(each)))) === true) return one;
    }
    const [session] = one.given?.positional[0] ?? [];
    const bound = one.given?.keywords.get("bind")?.[0] ?? session;
    if (/(?:Session|sessionmaker)\(\)$/.test(path) && bound?.kind === "external") return connection(bound.external);
  }
  return undefined;
}

const url: Look = ({ given, tell, tellUnknown }) => {
  for (const one of argument(given, 0, "url", "name_or_url", "database_uri") ?? []) {
    const written = asText(one);
    if (!marked(written).startsWith("databricks")) continue;
    const path = /http_path=([^&]+)/.exec(marked(written))?.[1];
    if (path !== undefined)
      tellWarehouse(
        [unmarked(path, written)].map((part) => ({
          ...part,
          parts: part.parts.map((each) => (typeof each === "string" ? each.replaceAll("%2F", "/") : each)),
        })),
        tell,
        tellUnknown,
      );
    else {
      const more = argument(given, undefined, "connect_args")?.[0];
      tellWarehouse(more?.kind === "dict" ? more.dict.entries.get("http_path") : undefined, tell, tellUnknown);
    }
  }
};

/** A database of LangChain or LlamaIndex, whose tables an agent asks for itself. */
const database: Look = ({ given, tell, tellUnknown, path }) => {
  const catalog = argument(given, path.endsWith(".SparkSQL") ? 1 : 0, "catalog");
  const schema = argument(given, path.endsWith(".SparkSQL") ? 2 : 1, "schema");
  const tables = argument(given, undefined, "include_tables") ?? [];
  const around = [catalog, schema].map((part): Value => (part?.every(isNone) === false ? part : []));
  const dot: Value = [{ kind: "text", parts: ["."] }];
  const names = tables.flatMap((one) => (one.kind === "list" ? one.list.items : []));
  for (const name of names)
    tell("table", concatenate([...around.flatMap((part) => (part.length === 0 ? [] : [part, dot])), name]));
  if (names.length > 0) return;
  const written = concatenate(
    around.flatMap((part, index) => (part.length === 0 ? [] : index === 0 ? [part] : [dot, part])),
  );
  const [only, more] = written;
  const known =
    only !== undefined && more === undefined && around.some(({ length }) => length > 0) ? asText(only) : undefined;
  const which = known === undefined ? "of the session's schema" : `of ${marked(known).replaceAll("\u{F8FF}", "…")}`;
  tellUnknown(["table"], `any table ${which} may be asked for`);
};

const execute: Look = (sighting) => {
  const from = connection(sighting.of);
  if (from === undefined) return;
  const options = from.given;
  const catalog = options === undefined ? undefined : argument(options, undefined, "catalog");
  const schema = options === undefined ? undefined : argument(options, undefined, "schema");
  tellSql(sighting, argument(sighting.given, 0, "operation", "statement", "command", "query"), catalog, schema);
};

const pandas: Look = (sighting) => {
  const [con] = argument(sighting.given, 1, "con") ?? [];
  if (con?.kind !== "external" || connection(con.external) === undefined) return;
  tellSql(sighting, argument(sighting.given, 0, "sql"));
};

const statement: Look = (sighting) => {
  const { given, tell } = sighting;
  tell("sqlWarehouse", argument(given, 1, "warehouse_id"));
  tellSql(
    sighting,
    argument(given, 0, "statement"),
    argument(given, undefined, "catalog"),
    argument(given, undefined, "schema"),
  );
};

/** Spark sessions, however they are come by. */
const spark = /^(?:notebook\.spark|pyspark\.|databricks\.connect\.|databricks\.sdk\.spark)/;

const executing = new Set(["execute", "executemany", "run", "run_no_throw", "exec_driver_sql", "scalars", "scalar"]);
const tables = new Set(["table", "saveAsTable", "insertInto", "writeTo", "toTable"]);

function methodOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Whether a call may be handed SQL, or the name of a table. */
export function takesSql(path: string): boolean {
  return executing.has(methodOf(path)) || spark.test(path);
}

/** Looks for SQL handed to a connection or a Spark session; these have many forms. */
export function lookForSql(sighting: Sighting): void {
  const { path, given, tell } = sighting;
  const method = methodOf(path);
  if (executing.has(method)) execute(sighting);
  else if (method === "sql") tellSql(sighting, given.positional[0] ?? given.keywords.get("sqlQuery"));
  else if (tables.has(method)) tell("table", argument(given, 0, "tableName", "name"));
}

/** SQL warehouses and what their statements name. */
export const sql: Library = {
  rules: [
    {
      calls: ["langchain_community.SQLDatabase.from_databricks", "langchain.SQLDatabase.from_databricks"],
      kind: "sqlWarehouse",
      names: ["warehouse_id"],
    },
    { calls: ["delta.DeltaTable.forName"], kind: "table", names: ["tableOrViewName"], position: 1 },
  ],
  looks: {
    "langchain_community.SQLDatabase.from_databricks": database,
    "langchain.SQLDatabase.from_databricks": database,
    "langchain_community.SparkSQL": database,
    "databricks.sql.connect": connect,
    "sqlalchemy.create_engine": url,
    "sqlalchemy.create_async_engine": url,
    "langchain_community.SQLDatabase.from_uri": url,
    "langchain.SQLDatabase.from_uri": url,
    "pandas.read_sql": pandas,
    "pandas.read_sql_query": pandas,
    "polars.read_database": pandas,
    "databricks.sdk.WorkspaceClient().statement_execution.execute_statement": statement,
    "databricks.sdk.WorkspaceClient().statement_execution.execute_and_fetch": statement,
  },
};
