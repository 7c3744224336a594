/** Variables that would make a child Python behave otherwise than its environment says. */
const disturbing = /^(PYTHON|VIRTUAL_ENV|CONDA|MLFLOW_|_MLFLOW|DATABRICKS_|OTEL_)/;

/**
 * This process's environment without what disturbs a child Python. `PYTHONDONTWRITEBYTECODE` is among it: without
 * bytecode every start compiles MLflow again, which takes minutes on a busy machine.
 *
 * @param extra variables to add
 */
export function pythonVariables(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!disturbing.test(name)) {
      variables[name] = value;
    }
  }
  return { ...variables, PYTHONUNBUFFERED: "1", ...extra };
}
