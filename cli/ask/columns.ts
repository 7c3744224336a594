import { join } from "node:path";
import { pathToFileURL } from "node:url";
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

/** A request's body. */
export type Body = Record<string, Json>;

/** How a model is asked in the form of its signature, which the page of the local workspace does in a browser. */
interface Columns {
  /** The fields in which MLflow's scoring server takes any inputs. */
  dataFields: readonly string[];
  /** What a signature takes; undefined where it is no list of columns. */
  inputsOf(signature: unknown, hints: boolean): Inputs | undefined;
  /** The body that puts a question; undefined where the model takes more than that. */
  bodyOf(inputs: Inputs, earlier: readonly never[], question: string): Body | undefined;
  /** Whether a body is sent in a form that is taken of any model. */
  sentPlain(body: Body): boolean;
  /** A body with what is the signature's under `inputs`; undefined where it goes as it is. */
  wrapped(inputs: Inputs, body: Body): Body | undefined;
  /** A body with what a model takes, for a message. */
  exampleOf(inputs: Inputs): string;
}

/** What the page knows of signatures: one knowledge for both. */
export async function columnForms(): Promise<Columns> {
  return import(pathToFileURL(join(__dirname, "../../workspace/page/web/columns.mjs")).href);
}
