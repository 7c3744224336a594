import { equal } from "../../lifecycle/equal.js";
import type { Fields } from "../../lifecycle/fields.js";
import { hidden } from "../hidden.js";
import { destroysAll } from "./wholeDestroy.js";

type Values = Readonly<Record<string, unknown>>;

/** Whether the program ran: a destroy does without it. */
let programRan = false;

/** What one run of the engine has done with the resources of one type, by URN. */
export class ThisRun {
  readonly #declared = new Map<string, Values>();
  readonly #made = new Map<string, string>();

  /** Keeps what the program says of the arguments with the rule `record`: a deletion of the same run goes by it. */
  declare(hiddenInputs: Values, fields: Fields, inputs: Values): void {
    programRan = true;
    const names = Object.keys(fields).filter((name) => fields[name]?.rule === "record");
    this.#declared.set(urnOf(hiddenInputs), Object.fromEntries(names.map((name) => [name, inputs[name]])));
  }

  /** What {@link declare} kept. */
  declared(props: Values): Values {
    return this.#declared.get(urnOf(props)) ?? {};
  }

  /** Keeps the id of what was created. */
  made(hiddenInputs: Values, id: string): void {
    this.#made.set(urnOf(hiddenInputs), id);
  }

  /** Whether this run created a resource that holds the object: what it replaced must not take that along. */
  holds(props: Values, id: string): boolean {
    return this.#made.get(urnOf(props)) === id;
  }
}

function urnOf(values: Values): string {
  return String(values[hidden.urn] ?? "");
}

/** The model at which a destroy of the whole stack would stop; undefined in every other run. */
export function stopsAt(hiddenInputs: Values): string | undefined {
  const name = hiddenInputs[hidden.stopsAt];
  // Where the program ran, this resource alone may be about to go.
  return typeof name === "string" && !programRan && destroysAll() ? name : undefined;
}

/** Whether the state says of another model than the program that a destroy would stop there. */
export function stopsElsewhere(olds: Values, news: Values): boolean {
  // A state of before owner ids never said so: that is no difference, and the next update adds it.
  return olds[hidden.owner] !== undefined && !equal(olds[hidden.stopsAt], news[hidden.stopsAt]);
}
