/**
 * The name of an experiment as Databricks keeps it: without `/Workspace`, the root of its tree, before it. With the root an
 * experiment is made under the name without it and was then seen not to be found (mlflow 11077).
 */
export function experimentName(server: { kind: string }, name: string): string {
  return server.kind === "databricks" ? name.replace(/^\/Workspace(?=\/)/, "") : name;
}
