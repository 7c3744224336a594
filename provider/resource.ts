import type { ZodType } from "zod";
import type { Problem } from "./errors.js";
import type { Workspace } from "./http/index.js";
import type { Fields, InputsOf } from "./lifecycle/fields.js";
import type { Identity } from "./lifecycle/ownership.js";
import type { Validated } from "./lifecycle/validate.js";

/** How long an operation may take, in seconds, from the resource option `customTimeouts`. */
export interface Timeouts {
  create?: number | undefined;
  update?: number | undefined;
  delete?: number | undefined;
}

/** What a handler is given beside its data. It knows no transport. */
export interface Context {
  /** Who the resource is. */
  readonly identity: Identity;
  /**
   * Whether this is a preview, where what the program makes is not there yet. Told to `check` only, and where the transport
   * does not know it, false.
   */
  readonly preview: boolean;
  /** The workspace this resource speaks to. @throws AgentsError configuration */
  workspace(): Promise<Workspace>;
  /**
   * A text of somebody else's, a log or an answer, without the secrets of this call, of the connection, and what looks like one.
   * For what is cut before it is shown: a secret that was cut is not known again. Messages need it not.
   *
   * @param more values that are secret as well
   */
  redact(text: string, more?: readonly string[]): string;
  /** Shows `message` on the resource's own row while the operation runs. Not kept. */
  progress(message: string): void;
  /** Tells the user something that is not an error. Kept in the output of the run. */
  warn(message: string): void;
  /**
   * Warns that something could not be looked at, so that nobody takes the silence about it for good news: a search for drift
   * does not end well by it.
   */
  unseen(message: string): void;
  /** Tells the user something that needs nobody's hand. Kept in the output of the run, below what was warned of. */
  note(message: string): void;
  /** Ends when the user cancels, or the operation's time is over. */
  readonly signal: AbortSignal;
  /** Limits for this resource. */
  readonly timeouts: Timeouts;
  /**
   * Full name of a registered model of the same program that refuses to be deleted while it has versions. Set where all of
   * the stack is being destroyed, and that model would come after this resource.
   */
  readonly stopsAt?: string | undefined;
  /**
   * Records what exists so far. If the operation fails afterwards, the resource is kept with this id and these outputs,
   * and the next run continues from them.
   */
  checkpoint(id: string, outputs: Record<string, unknown>): void;
}

/** What a resource is recorded as: its inputs, echoed, and its outputs. */
export type StateOf<F extends Fields, O> = InputsOf<F> & O;

/** Inputs as a program would write them for what exists; one that is undefined is no longer what the state says. */
export type Observed<F extends Fields> = { [K in keyof InputsOf<F>]?: InputsOf<F>[K] | undefined };

/** What `check` adds: values derived from the arguments, and what is wrong with them taken together. */
export interface Checked<F extends Fields> {
  /** Fields to set or override. The placeholder of unknown.ts stands for what is not known yet. */
  inputs: Partial<Record<keyof F & string, unknown>>;
  /** What is wrong beyond the shape of single fields. */
  problems: Problem[];
}

/** What a look at an object found. */
export interface Sight {
  /** Whether it must be worked on: an operation of this stack did not come to its end, or another stack took it over. */
  unfinished: boolean;
  /** What the user should know of it. */
  words?: string | undefined;
}

/** One kind of resource. The methods stand in this order in every resource: check, read, create, update, delete. */
export interface Resource<F extends Fields = Fields, O extends object = Record<string, unknown>> {
  /** Type without module, for example `LoggedAgent`. */
  readonly type: string;
  /** Its arguments and what a change of each does. */
  readonly fields: F;
  /** What its state holds beyond the inputs. */
  readonly outputs: ZodType<O>;
  /** Version of the state's shape; raised when an older state needs `migrate`. */
  readonly stateVersion: number;
  /** Whether it speaks to a workspace, which is then proved to be there before anything is created. */
  readonly usesWorkspace: boolean;
  /** State of an older version in today's shape. */
  migrate?(state: Record<string, unknown>, version: number): Record<string, unknown>;
  /**
   * Derives inputs and finds what is wrong with the arguments taken together, whatever else the program makes. It reads
   * files; the network to look at what the arguments name, so that a preview can show it. That something is not there is
   * no fault in a preview: it is warned of by {@link notThereYet}, and `create` and `update` make sure of it.
   *
   * @param recorded inputs of the run before, without hidden keys; empty where there was none
   */
  check(context: Context, validated: Validated, recorded: Record<string, unknown>): Promise<Checked<F>>;
  /** Whether the object of a state bears the mark of this stack. Without the method it never does. */
  isMarked?(state: StateOf<F, O>): boolean;
  /**
   * Why the object must be worked on although no argument changed: it was seen drifting, or never became ready. Undefined
   * where it need not be.
   */
  needsUpdate?(state: StateOf<F, O>): string | undefined;
  /**
   * Looks at the object before it is said that nothing is to do, in a preview too: an operation that was killed left no
   * trace in the state. One read.
   *
   * @param changes whether the arguments differ, so that the object is worked on in any case
   */
  look?(context: Context, id: string, state: StateOf<F, O>, changes: boolean): Promise<Sight>;
  /**
   * Warns, in a preview too, of what an update will do beyond its difference: of what it deletes. May read the workspace.
   * `next` may hold placeholders of unknown.ts.
   */
  foresee?(context: Context, old: StateOf<F, O>, next: InputsOf<F>): Promise<void>;
  /** Whether the old object must go before the new one can be made (they would share a name). */
  deleteBeforeReplace?(old: StateOf<F, O>, next: InputsOf<F>): boolean;
  /**
   * Why the object could not be deleted, with the way out; undefined where it can. It is asked before a replacement moves
   * anything, and by the deletion itself.
   */
  refusesDeletion?(context: Context, id: string, state: StateOf<F, O>): Promise<string | undefined>;
  /** What exists now, or undefined when it is gone. `state` is undefined when only the id is known (`get`). */
  read(
    context: Context,
    id: string,
    state: StateOf<F, O> | undefined,
  ): Promise<{ inputs: Observed<F>; outputs: O } | undefined>;
  /** Makes the object. */
  create(context: Context, inputs: InputsOf<F>): Promise<{ id: string; outputs: O }>;
  /** Changes the object in place. */
  update(context: Context, id: string, old: StateOf<F, O>, inputs: InputsOf<F>): Promise<O>;
  /** Removes the object. One that is gone already is no error. */
  delete(context: Context, id: string, state: StateOf<F, O>): Promise<void>;
}

/** Gives a resource its types. */
export function defineResource<F extends Fields, O extends object>(resource: Resource<F, O>): Resource<F, O> {
  return resource;
}
