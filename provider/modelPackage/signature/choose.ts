import type { AgentFacts } from "../../agentCode/agent.js";
import type { AgentInterface } from "../../agentCode/interface.js";
import type { AgentRun } from "../../agentCode/run.js";
import type { Problem } from "../../errors.js";
import type { Value } from "../../python/documents/values.js";
import { pythonJson } from "../pythonJson.js";
import type { InterfaceFormat, ReleaseFormat } from "../releases.js";
import { quoteForMessage } from "../text.js";
import type { SignatureSource } from "../types.js";
import { declaredColumns, declaredParams, SchemaFault } from "./declared.js";
import { hintedSignature } from "./hints.js";
import { inferInputs } from "./infer.js";
import { legacyNames, legacySchema } from "./legacy.js";
import { type Column, type SignatureDocument, schemaText } from "./types.js";

/** A signature and where it came from. */
export interface ChosenSignature {
  signature?: SignatureDocument;
  fromTypeHint: boolean;
  problems: Problem[];
  warnings: Problem[];
}

/** What a signature can be chosen from. */
export interface SignatureRequest {
  interface: AgentInterface;
  /** Format of the MLflow release that is written. */
  format: ReleaseFormat;
  /** Format of the interface, where its signature is fixed. */
  fixed: InterfaceFormat | undefined;
  /** The user's own. */
  declared: SignatureSource | undefined;
  /** The user's example. */
  example: Value | undefined;
  facts: AgentFacts;
  /** The agent, run. */
  run: AgentRun | undefined;
}

/**
 * The signature of an agent: MLflow's own for the fixed interfaces, else from the type hints of `predict`, as written
 * by the user, or inferred from the example. MLflow runs `predict` to learn what it gives back; here its return
 * annotation has to tell, and without one the output is left open.
 */
export function chooseSignature(request: SignatureRequest): ChosenSignature {
  const { fixed, declared, facts, run, example } = request;
  const chosen: ChosenSignature = { fromTypeHint: false, problems: [], warnings: [] };
  if (fixed !== undefined) {
    if (declared !== undefined) chosen.problems.push(fixedProblem(request.interface));
    chosen.signature = { inputs: fixed.inputs, outputs: fixed.outputs, params: null };
    return chosen;
  }
  // The langchain flavor asks no type hints: its objects are invoked, whatever `predict` they may have.
  const hints = facts.predict === undefined || request.interface === "LangChain" ? undefined : facts.predict;
  const hinted =
    hints === undefined || run === undefined ? undefined : hintedSignature(run.engine, hints, facts.isFunction);
  if (hinted?.unread !== undefined) chosen.problems.push(unreadHint(hinted.unread));
  if (hinted?.inputs !== undefined) {
    // MLflow lets type hints win over a declared signature as well.
    chosen.fromTypeHint = true;
    const params = declaredParameters(declared, chosen.problems);
    chosen.signature = { inputs: schemaText(hinted.inputs), outputs: schemaText(hinted.outputs), params };
    const [idle] = (["inputs", "outputs"] as const).filter((name) => (declared?.[name] ?? undefined) !== undefined);
    if (idle !== undefined) {
      chosen.warnings.push({
        code: "invalidArgument",
        path: `signature.${idle}`,
        message: "the type hints of `predict` decide inputs and outputs, so this has no effect. Leave it out.",
      });
    }
  } else if (declared !== undefined) chosen.signature = declaredSignature(declared, request.format, chosen.problems);
  else if (example !== undefined) fromExample(example, hinted?.outputs ?? [], chosen);
  if (chosen.signature === undefined || chosen.signature.outputs === null)
    chosen.warnings.push(noSignature(request.interface));
  return chosen;
}

function fromExample(example: Value, outputs: Column[], chosen: ChosenSignature): void {
  const inputs = inferInputs(example);
  if (inputs === undefined) {
    chosen.warnings.push({
      code: "invalidArgument",
      path: "inputExample",
      message:
        "no signature can be inferred from the example: it is empty, or its lists mix types or miss values. Write `signature` out.",
    });
    return;
  }
  const text = outputs.length === 0 ? null : schemaText(outputs);
  chosen.signature = { inputs: schemaText(inputs), outputs: text, params: null };
}

function declaredSignature(declared: SignatureSource, format: ReleaseFormat, problems: Problem[]): SignatureDocument {
  const schema = (name: "inputs" | "outputs") => {
    const value = declared[name];
    const legacy = typeof value === "string" ? legacySchema(format, name, value) : undefined;
    const names = legacyNames(format, name);
    return legacy ?? part(value, `signature.${name}`, declaredColumns, columnsExample, names, problems);
  };
  if ((declared.inputs ?? undefined) === undefined) {
    problems.push({
      code: "invalidArgument",
      path: "signature.inputs",
      message: `it is missing, and \`predict\` has no type hints that would tell it. A signature is ${columnsExample}.`,
    });
  }
  const params = declaredParameters(declared, problems);
  return { inputs: schema("inputs"), outputs: schema("outputs"), params };
}

/** Inference parameters, which no type hint tells: MLflow takes them from an example, whatever decides the rest. */
function declaredParameters(declared: SignatureSource | undefined, problems: Problem[]): string | null {
  const params = part(declared?.params, "signature.params", declaredParams, paramsExample, [], problems);
  // MLflow writes an empty list as none.
  return params === "[]" ? null : params;
}

const columnsExample =
  'a list of columns in MLflow\'s form, for example [{ "type": "string", "name": "question", "required": true }]';
const paramsExample =
  'a list of parameters in MLflow\'s form, for example [{ "name": "top", "type": "long", "default": 3, "shape": null }]';

/** A part of a signature in MLflow's JSON form, as a value or as text. */
function part(
  value: unknown,
  path: string,
  read: (list: unknown) => Value[],
  form: string,
  names: readonly string[],
  problems: Problem[],
): string | null {
  if (value === undefined || value === null) return null;
  try {
    return pythonJson(read(typeof value === "string" ? JSON.parse(value) : value));
  } catch (error) {
    if (!(error instanceof SchemaFault || error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const why =
      error instanceof SchemaFault ? `the schema ${error.message}` : "this is neither a schema nor its JSON text";
    const classes = names.length === 0 ? "" : `, or the name of one of MLflow's classes (${names.join(", ")})`;
    problems.push({ code: "invalidArgument", path, message: `${why}. A signature is ${form}${classes}.` });
    return null;
  }
}

function fixedProblem(name: AgentInterface): Problem {
  return {
    code: "invalidArgument",
    path: "signature",
    message: `a ${name} has a fixed signature, which MLflow refuses to change. Leave \`signature\` out.`,
  };
}

function unreadHint(hint: string): Problem {
  return {
    code: "invalidAgent",
    path: "code",
    message:
      `MLflow derives the signature from the type hint ${quoteForMessage(hint)} of \`predict\`, and reading it does not tell ` +
      "the type. Use list[...] of str, int, float, bool, bytes, datetime, Any, lists, dictionaries with str keys, or " +
      "Pydantic models that lie in the package, or leave the hint out.",
  };
}

function noSignature(kind: AgentInterface): Problem {
  const remedy =
    kind === "LangChain"
      ? "Write `signature`: inputs alone can be inferred from an example, as the agent is not run."
      : "Annotate `predict` (input `list[...]` and a return type), or write `signature`.";
  return {
    code: "invalidAgent",
    path: "signature",
    message: `the agent has no full signature, so Unity Catalog will not take it. ${remedy}`,
  };
}
