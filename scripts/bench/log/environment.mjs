/** Variables that would make one side behave otherwise than the other, or speak to another server. */
const disturbing = /^(PYTHON|VIRTUAL_ENV|CONDA|MLFLOW_|_MLFLOW|DATABRICKS_|PULUMI_|OTEL_|NODE_|https?_proxy$)/i;

/** This process's environment without them, the same for both sides. */
export function pythonVariables(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !disturbing.test(name));
  return { ...Object.fromEntries(kept), MLFLOW_DISABLE_TELEMETRY: "true", ...extra };
}
