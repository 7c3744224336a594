// How a model that names no interface is asked: in the form of its signature, as MLflow's scoring server takes it.
import { saidBefore } from "./protocols.mjs";

/**
 * @typedef {object} Column One input of a signature.
 * @property {string} name empty where the signature has no names
 * @property {string} type `string`, `array` …; empty where it is not told
 * @property {boolean} required
 *
 * @typedef {object} Inputs What a model takes.
 * @property {readonly Column[]} columns
 * @property {boolean} objects whether they are the fields of a type hint's objects, which travel as a list
 *
 * @typedef {Record<string, any>} Body
 */

/** The inputs that the scoring server takes as they are, without `inputs` around them. */
const plainFields = ["messages", "input", "prompt"];
/** The fields in which it takes any inputs. */
export const dataFields = ["inputs", "instances", "dataframe_split", "dataframe_records"];
/** What stands in a body beside the inputs. */
const besides = ["databricks_options", "params", "stream"];
/** Where a question goes, the best place first. An input of another name is the question's if no other has to be given. */
const places = [
  { name: "messages", type: "array" },
  { name: "input", type: "array" },
  { name: "input", type: "string" },
  { name: "query", type: "string" },
  { name: "prompt", type: "string" },
];
/** What was said before. */
const histories = ["history", "chat_history"];

/**
 * What a signature takes.
 *
 * @param {unknown} signature its inputs, as MLflow's list
 * @param {boolean} hints whether it is that of the code's type hints
 * @returns {Inputs | undefined} undefined where it is no list of columns
 */
export function inputsOf(signature, hints) {
  if (!Array.isArray(signature) || !signature.every((field) => typeof field?.type === "string")) return undefined;
  const [only] = signature;
  const objects = hints && signature.length === 1 && typeof only.properties === "object" && only.properties !== null;
  const fields = objects
    ? Object.entries(only.properties).map(([name, field]) => ({ ...Object(field), name }))
    : signature;
  const columns = fields.map(({ name = "", type = "", required = true }) => ({
    name: String(name),
    type: String(type),
    required: required === true,
  }));
  return { columns, objects };
}

/**
 * The body that puts a question to it.
 *
 * @param {Inputs} inputs
 * @param {readonly import("./talk.mjs").Turn[]} earlier what was said before
 * @param {string} question
 * @returns {Body | undefined} undefined where it takes more than a question
 */
export function bodyOf({ columns, objects }, earlier, question) {
  const [only] = columns;
  if (columns.length === 1 && only?.name === "" && only.type === "string") return { inputs: [question] };
  const place = placeOf(columns);
  if (place === undefined) return undefined;
  const said = saidBefore(earlier);
  /** @type {Body} */
  const values = {
    [place.name]: place.type === "array" ? [...said, { role: "user", content: question }] : question,
  };
  for (const { name, type, required } of columns) {
    if (name === place.name) continue;
    const isHistory = place.type !== "array" && histories.includes(name) && type === "array";
    // An agent with such a column reads it, also where its signature says that it may be left out.
    if (isHistory) values[name] = said;
    else if (required) return undefined;
  }
  if (objects) return { inputs: [values] };
  return plainFields.includes(place.name) ? values : { inputs: values };
}

/** @param {readonly Column[]} columns */
function placeOf(columns) {
  for (const place of places) {
    if (columns.some(({ name, type }) => name === place.name && (type === place.type || type === ""))) return place;
  }
  const needed = columns.filter(({ name, required }) => required && !histories.includes(name));
  const [text] = needed.length === 0 ? columns : needed;
  const alone = needed.length === 1 || columns.length === 1;
  return alone && text !== undefined && text.name !== "" && text.type === "string" ? text : undefined;
}

/** Whether a body is sent in a form that is taken of any model. @param {Body} body */
export function sentPlain(body) {
  return dataFields.some((name) => Object.hasOwn(body, name));
}

/**
 * A body as it is taken: inputs that are the signature's go under `inputs`.
 *
 * @param {Inputs} inputs
 * @param {Body} body as it was given
 * @returns {Body | undefined} undefined where it goes as it is
 */
export function wrapped({ columns, objects }, body) {
  const names = new Set(columns.map(({ name }) => name));
  const own = Object.entries(body).filter(([key]) => !besides.includes(key));
  if (own.length === 0 || own.some(([key]) => !names.has(key))) return undefined;
  const taken = [...(objects ? [] : plainFields), ...dataFields];
  if (own.some(([key]) => taken.includes(key))) return undefined;
  const values = Object.fromEntries(own);
  const rest = Object.entries(body).filter(([key]) => besides.includes(key));
  return { inputs: objects ? [values] : values, ...Object.fromEntries(rest) };
}

/** A body with what a model takes, for a message. @param {Inputs} inputs */
export function exampleOf({ columns }) {
  const fields = columns.filter(({ name }) => name !== "");
  const shown = fields.map(
    ({ name, type, required }) => `"${name}": <${type || "any"}${required ? "" : ", optional"}>`,
  );
  return `{${shown.join(", ")}}`;
}
