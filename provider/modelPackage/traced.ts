import type { AgentInterface } from "../agentCode/interface.js";
import type { PackageReading } from "../agentCode/reading.js";

// MLflow 3 decorates predict of a ResponsesAgent (mlflow/pyfunc/model.py), and its langchain flavor traces what it invokes.
const tracedByItself: ReadonlySet<AgentInterface> = new Set(["ResponsesAgent", "LangChain"]);
// Whatever else begins a trace bears one of these words: `autolog()`, `@mlflow.trace`, `start_span`, OpenTelemetry's tracers.
const begins = /autolog|trac(?:e|ed|er|ing)\b|start_span|start_as_current_span|opentelemetry/i;

/**
 * Whether an agent's code, or its interface by itself, makes MLflow record traces. One word of it anywhere in what is
 * packaged is enough: what is not traced is told for certain only where none is there. A library may trace all the same.
 */
export function isTraced(kind: AgentInterface, reading: PackageReading): boolean {
  if (tracedByItself.has(kind) || reading.modules === undefined) return true;
  return reading.modules.modules.some(({ module }) => begins.test(module.parsed.text));
}
