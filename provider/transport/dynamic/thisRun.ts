import { equal } from "../../lifecycle/equal.js";
import type { Fields } from "../../lifecycle/fields.js";
import { hidden } from "../hidden.js";
import { destroysAll } from "./wholeDestroy.js";

type Values = Readonly<Record<string, unknown>>;

/** Whether the program ran: a destroy does without it. */
let programRan = false;

/** What one run of the engine knows of the resources of one type. */
export class ThisRun {
  readonly #declared = new Map<string, Values>();
  /** Owner ids of the creations that live on. */
  readonly living = new Set<string>();
  /** The last of them by its names and the id of its object. */
  readonly #holders = new Map<string, string>();

  /** Keeps what the program says of the arguments with the rule `record`: a deletion of the same run goes by it. */
  declare(hiddenInputs: Values, fields: Fields, inputs: Values): void {
    programRan = true;
    const names = Object.keys(fields).filter((name) => fields[name]?.rule === "record");
    this.#declared.set(urnOf(hiddenInputs), Object.fromEntries(names.map((name) => [name, inputs[name]])));
  }

  /** Whether the program of this run declares the resource, as far as it has come. */
  declares(props: Values): boolean {
    return this.#declared.has(urnOf(props));
  }

  /** What {@link declare} kept. */
  declared(props: Values): Values {
    return this.#declared.get(urnOf(props)) ?? {};
  }

  /**
   * Keeps that a creation lives on: one that the program's declaration is compared with, or that is made in its place. What it
   * replaced, in this run or in one that was cut off, is deleted after that.
   */
  lives(hiddenInputs: Values, id: string, owner: string): void {
    this.living.add(owner);
    this.#holders.set(holderKey(hiddenInputs, id), owner);
  }

  /** Keeps that a creation begins: what it takes over is its own from then on, also where it fails half way. */
  begins(owner: string): void {
    this.living.add(owner);
  }

  /** Whether a creation that lives on holds the object: what it replaced must not take that along. */
  holds(props: Values, id: string, owner: string): boolean {
    return (this.#holders.get(holderKey(props, id)) ?? owner) !== owner;
  }
}

/**
 * A resource by its names: an alias may have changed the rest of its URN, and two resources of different names may have one
 * object between them (two agents of one lineage, two parts of an endpoint of somebody else's).
 */
function holderKey(values: Values, id: string): string {
  const [stack, project, , ...name] = urnOf(values).split("::");
  return JSON.stringify([stack, project, name, id]);
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
