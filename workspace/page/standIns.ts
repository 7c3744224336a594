import type { Fixtures } from "../fixtures/fixtures.js";

/** A thing of the fixtures that agents may use. */
export interface Thing {
  /** Its key in MLmodel: `vector_search_index`, `sql_warehouse` … */
  kind: string;
  /** Its name or id, as an AuthPolicy declares it. */
  name: string;
  /** What it is to people; empty where its name says all. */
  about: string;
}

/** Everything of the fixtures but the endpoints. */
export function listThings(fixtures: Fixtures): Thing[] {
  const tables = new Set([...Object.keys(fixtures.tableData), ...fixtures.tables]);
  return [
    ...fixtures.vectorIndexes.map(({ name, endpoint }) => ({
      kind: "vector_search_index",
      name,
      about: `on ${endpoint}`,
    })),
    ...fixtures.sqlWarehouses.map(({ id, name }) => ({ kind: "sql_warehouse", name: id, about: name })),
    ...fixtures.functions.map(({ name, comment }) => ({ kind: "function", name, about: comment })),
    ...fixtures.genieSpaces.map(({ id, title }) => ({ kind: "genie_space", name: id, about: title })),
    ...fixtures.connections.map(({ name, url }) => ({ kind: "uc_connection", name, about: withoutCredentials(url) })),
    ...fixtures.apps.map(({ name, url = "" }) => ({ kind: "app", name, about: withoutCredentials(url) })),
    ...fixtures.databaseInstances.map(({ name }) => ({ kind: "lakebase", name, about: "" })),
    ...[...tables].sort().map((name) => ({ kind: "table", name, about: "" })),
  ];
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
