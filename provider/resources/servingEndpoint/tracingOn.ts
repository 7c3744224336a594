/** Whether variables turn on the recording of traces. MLflow and Model Serving take the word in any capitals. */
export function isTracingOn({ ENABLE_MLFLOW_TRACING: value }: { ENABLE_MLFLOW_TRACING?: unknown }): boolean {
  return String(value).toLowerCase() === "true";
}
