import { methodOf } from "../../agentCode/agent.js";
import { agentClassOf } from "../../agentCode/agentClass.js";
import type { AgentInterface } from "../../agentCode/interface.js";
import { modelValue } from "../../agentCode/modelValue.js";
import { type FunctionParameter, parametersOf } from "../../python/source/parameters.js";
import { childrenOf, qualifiedName, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import type { Check, CheckedFile, Found, Rule } from "../types.js";

/** With what MLflow calls a method. */
interface CallShape {
  /** What it gives by position, in words. */
  positional: readonly string[];
  /** Names of what it gives by name. */
  keywords: readonly string[];
}

type CalledClass = Exclude<AgentInterface, "LangChain">;

/**
 * How MLflow calls `predict` and `predict_stream` of each class, `self` apart: mlflow/pyfunc/model.py and
 * mlflow/pyfunc/loaders, the same from 2.22 to 3.18. Whether a PythonModel is given the context depends on how many
 * parameters it has: test/conformance/predictParameters.test.ts asks MLflow itself.
 */
const shapes: Readonly<Record<CalledClass, (names: readonly string[]) => CallShape>> = {
  PythonModel: (names) => {
    const withContext = names.includes("context") || names.filter((name) => name !== "params").length === 2;
    return {
      positional: withContext ? ["the context", "the input"] : ["the input"],
      keywords: names.includes("params") ? ["params"] : [],
    };
  },
  ChatModel: (names) => ({
    positional: [...(names.includes("context") || names.length === 3 ? ["the context"] : []), "messages", "params"],
    keywords: [],
  }),
  ChatAgent: () => ({ positional: ["messages", "context", "custom_inputs"], keywords: [] }),
  ResponsesAgent: () => ({ positional: ["the request"], keywords: [] }),
};

const written: Readonly<Record<CalledClass, string>> = {
  PythonModel: "predict(self, context, model_input, params=None) and predict(self, model_input, params=None)",
  ChatModel: "predict(self, context, messages, params) and predict(self, messages, params)",
  ChatAgent: "predict(self, messages, context=None, custom_inputs=None)",
  ResponsesAgent: "predict(self, request)",
};

// Decorators that keep what they wrap in sight of `inspect.signature`.
const transparent = new Set([
  "mlflow.trace",
  "mlflow.pyfunc.utils.pyfunc",
  "typing.override",
  "typing_extensions.override",
]);

/** A method that MLflow calls otherwise than it is written. */
export const predictParameters: Rule = {
  code: "predict-parameters",
  title: "a predict that MLflow cannot call",
  severity: "error",
  doc:
    "MLflow calls predict and predict_stream itself, and knows few forms: of a PythonModel `predict(self, context, model_input, " +
    "params=None)` and `predict(self, model_input, params=None)`. With a further parameter that has no default the call fails; " +
    "with two beside `params`, the first one is given MLflow's context, whatever it is called: an error where it is called " +
    "`model_input` and read, for that is the context then and not the input. Other names, defaults, `*args` and `**kwargs` " +
    "are fine as long as MLflow's call fits.",
  argument: "code",
  *find(check) {
    for (const name of ["predict", "predict_stream"]) yield* judged(check, name);
  },
};

function* judged(check: Check, name: string): Iterable<Found> {
  const value = modelValue(check.run.observer.given.at(-1)?.value ?? []);
  const kind = value.kind === "instance" ? agentClassOf(value.of).interface : undefined;
  if (value.kind !== "instance" || kind === undefined || kind === "LangChain") return;
  const found = methodOf(value.of, name);
  const method = found?.definition.node;
  const file = check.files.find(({ module }) => module === found?.file.source);
  if (method === undefined || file === undefined || method.name !== "FunctionDefinition") return;
  if (!isPlain(file, method)) return;
  const [self, ...parameters] = parametersOf(file.module, method);
  if (self === undefined || self.kind === "args" || self.kind === "kwargs") return;
  const names = parameters.map((parameter) => parameter.name);
  const shape = shapes[kind](names);
  const call = `${name}(${[...shape.positional, ...shape.keywords.map((word) => `${word}=…`)].join(", ")})`;
  const place = method.getChild("ParamList");
  const at = { file, from: place?.from ?? method.from, to: place?.to };
  const help = `MLflow knows ${written[kind].replaceAll("predict(", `${name}(`)}: take what else is needed from the request, \`params\` or the model's configuration.`;
  const fault = misfit(parameters, shape);
  if (fault !== undefined) yield { ...at, message: `MLflow calls ${call} of this class, and ${fault}.`, help };
  else if (kind === "PythonModel" && shape.positional.length === 2 && names[0] === "model_input") {
    yield {
      ...at,
      message: `MLflow calls ${call} of this class, so \`model_input\` is MLflow's context here, and \`${names[1]}\` the input.`,
      help,
      severity: reads(file, method, "model_input") ? "error" : "warning",
    };
  }
}

/** Why a call does not fit the parameters; undefined where it does. Python's own rules of binding. */
function misfit(parameters: readonly FunctionParameter[], { positional, keywords }: CallShape): string | undefined {
  const places = parameters.filter(({ kind }) => kind === "positional" || kind === "positionalOnly");
  const hasArgs = parameters.some(({ kind }) => kind === "args");
  const hasKwargs = parameters.some(({ kind }) => kind === "kwargs");
  if (positional.length > places.length && !hasArgs) {
    const count = places.length === 0 ? "none" : `only ${places.length}`;
    return `that gives ${positional.length} by position where it takes ${count}`;
  }
  const filled = places.slice(0, positional.length);
  for (const word of keywords) {
    if (filled.some(({ name, kind }) => name === word && kind === "positional"))
      return `\`${word}\` is given twice, by position and by name`;
    const byName = parameters.some(
      ({ name, kind }) => name === word && (kind === "positional" || kind === "keywordOnly"),
    );
    if (!byName && !hasKwargs) return `\`${word}\` cannot be given by name`;
  }
  const empty = parameters.filter(
    (one) =>
      (one.kind === "keywordOnly" || places.indexOf(one) >= positional.length) &&
      !one.hasDefault &&
      !(keywords.includes(one.name) && one.kind !== "positionalOnly"),
  );
  if (empty.length === 0) return undefined;
  return `nothing is given to ${empty.map(({ name }) => `\`${name}\``).join(", ")}, which ${empty.length === 1 ? "has" : "have"} no default`;
}

function isPlain(file: CheckedFile, method: SyntaxNode): boolean {
  const decorated = method.parent?.name === "DecoratedStatement" ? childrenOf(method.parent) : [];
  return decorated
    .filter(({ name }) => name === "Decorator")
    .every((decorator) => {
      const parts = childrenOf(decorator).filter(({ name }) => name !== "At" && name !== "ArgList");
      const [first] = parts;
      const name = first === undefined ? undefined : nameOf(file, decorator);
      return name !== undefined && transparent.has(name);
    });
}

/** The full name of a decorator: what the file's imports make of the names it is written with. */
function nameOf(file: CheckedFile, decorator: SyntaxNode): string | undefined {
  const written = /^@\s*([\w.]+)/.exec(sourceOf(file.module, decorator))?.[1];
  if (written === undefined) return undefined;
  const [head = "", ...rest] = written.split(".");
  const node = childrenOf(decorator).find(({ name }) => name === "VariableName");
  const base = node === undefined ? undefined : qualifiedName(file.module, node);
  return base === undefined ? written : [base, ...rest].join(".") || head;
}

/** Whether the body of a function reads a name. */
function reads(file: CheckedFile, method: SyntaxNode, name: string): boolean {
  const body = method.getChild("Body");
  if (body === null) return false;
  const waiting: SyntaxNode[] = [body];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.name === "VariableName" && sourceOf(file.module, node) === name) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}
