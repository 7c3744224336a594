import type { Json } from "../../provider/http/index.js";

/** One input of a model's signature. */
export interface Column {
  /** Empty where the signature has no names. */
  name: string;
  /** `string`, `array` …; empty where it is not told. */
  type: string;
  required: boolean;
}

/** What a model takes. */
export interface Inputs {
  columns: readonly Column[];
  /** Whether they are the fields of a type hint's objects, which travel as a list. */
  objects: boolean;
}

type Body = Record<string, Json>;

/** The inputs that MLflow's scoring server takes as they are, without `inputs` around them. */
const plainFields: readonly string[] = ["messages", "input", "prompt"];
/** The fields in which MLflow's scoring server takes any inputs. */
export const dataFields: readonly string[] = ["inputs", "instances", "dataframe_split", "dataframe_records"];
/** What stands in a body beside the inputs. */
const besides: readonly string[] = ["databricks_options", "params", "stream"];

const said = (question: string): Json => [{ role: "user", content: question }];

/** Where a question goes, the best place first. An input of another name is the question's if no other has to be given. */
const places: readonly { name: string; type: string; value(question: string): Json }[] = [
  { name: "messages", type: "array", value: said },
  { name: "input", type: "array", value: said },
  { name: "input", type: "string", value: (question) => question },
  { name: "query", type: "string", value: (question) => question },
  { name: "prompt", type: "string", value: (question) => question },
];
/** What was said before, which a first question does without. */
const histories: readonly string[] = ["history", "chat_history"];

/**
 * The body that puts a question to a model that names no interface.
 *
 * @returns undefined where the model takes more than a question
 */
export function bodyOf(inputs: Inputs, question: string): Body | undefined {
  const { columns, objects } = inputs;
  const [only] = columns;
  if (columns.length === 1 && only?.name === "" && only.type === "string") return { inputs: [question] };
  const place = placeOf(columns);
  if (place === undefined) return undefined;
  const values: Body = { [place.name]: place.value(question) };
  for (const { name, type, required } of columns) {
    if (!required || name === place.name) continue;
    if (!histories.includes(name) || type !== "array") return undefined;
    values[name] = [];
  }
  if (objects) return { inputs: [values] };
  return plainFields.includes(place.name) ? values : { inputs: values };
}

function placeOf(columns: readonly Column[]) {
  for (const place of places) {
    const fits = ({ name, type }: Column) => name === place.name && (type === place.type || type === "");
    if (columns.some(fits)) return place;
  }
  const needed = columns.filter(({ name, required }) => required && !histories.includes(name));
  const [text] = needed.length === 0 ? columns : needed;
  const alone = needed.length === 1 || columns.length === 1;
  if (!alone || text === undefined || text.name === "" || text.type !== "string") return undefined;
  return { name: text.name, value: (question: string): Json => question };
}

/** Whether a body is sent in a form that MLflow takes of any model. */
export function sentPlain(body: Body): boolean {
  return dataFields.some((name) => Object.hasOwn(body, name));
}

/**
 * A body as MLflow takes it: inputs that are the signature's go under `inputs`.
 *
 * @param body as it was given
 * @returns undefined where it goes as it is
 */
export function wrapped({ columns, objects }: Inputs, body: Body): Body | undefined {
  const names = new Set(columns.map(({ name }) => name));
  const own = Object.entries(body).filter(([key]) => !besides.includes(key));
  if (own.length === 0 || own.some(([key]) => !names.has(key))) return undefined;
  const taken = [...(objects ? [] : plainFields), ...dataFields];
  if (own.some(([key]) => taken.includes(key))) return undefined;
  const values = Object.fromEntries(own);
  const rest = Object.entries(body).filter(([key]) => besides.includes(key));
  return { inputs: objects ? [values] : values, ...Object.fromEntries(rest) };
}

/** A body with what its model takes, for a message. */
export function exampleOf({ columns }: Inputs): string {
  const fields = columns.filter(({ name }) => name !== "");
  const shown = fields.map(
    ({ name, type, required }) => `"${name}": <${type || "any"}${required ? "" : ", optional"}>`,
  );
  return `{${shown.join(", ")}}`;
}
