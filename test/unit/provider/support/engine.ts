import { AgentsError } from "../../../../provider/errors.js";
import type { Workspace } from "../../../../provider/http/index.js";
import { equal } from "../../../../provider/lifecycle/equal.js";
import { containsUnknown } from "../../../../provider/lifecycle/unknown.js";
import type { Resource } from "../../../../provider/resource.js";
import { Handlers } from "../../../../provider/transport/dynamic/handlers.js";
import { overTheWire } from "./struct.js";

type Values = Record<string, unknown>;

/** A resource as the engine keeps it. */
export interface Recorded {
  id: string;
  inputs: Values;
  outputs: Values;
  /** Why it is only partially there. */
  initErrors: string[];
}

/** What a run did to the resource. */
export type Operation = "create" | "update" | "replace" | "delete" | "same" | "refused" | "failed" | "killed";

/** What a run came to. */
export interface Outcome {
  operation: Operation;
  /** What the user reads. */
  message: string;
}

/** How a resource is declared beside its arguments. */
export interface Declaration {
  name?: string;
  project?: string;
  stack?: string;
  secrets?: string[];
  timeouts?: Record<string, number>;
}

export const providerText = 'exports.handler = () => require("pulumi-mlflow-agents/provider").thing;';

/**
 * What Pulumi's engine does with one resource, after pkg/resource/deploy of the engine: check, diff, then create, update
 * or replace; what a failed call leaves in the state; what a killed one does. For unit tests: test/engine runs the real
 * one.
 */
export class Engine {
  state: Recorded | undefined;
  /** What was replaced and is still to be deleted. */
  readonly pendingDeletes: Recorded[] = [];
  /** Lines shown to the user, `status` lines left out. */
  readonly log: string[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: it runs any resource.
  readonly #resource: Resource<any, any>;
  readonly #connect: () => Promise<Workspace>;
  readonly #hidden: Values;
  /** Whether a call threw because the process died. */
  readonly #died: (error: unknown) => boolean;

  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: it runs any resource.
    resource: Resource<any, any>,
    connect: () => Promise<Workspace>,
    declaration: Declaration = {},
    died: (error: unknown) => boolean = () => false,
  ) {
    const { name = "thing", project = "shop", stack = "dev", secrets, timeouts } = declaration;
    this.#resource = resource;
    this.#connect = connect;
    this.#died = died;
    this.#hidden = {
      __provider: providerText,
      __urn: `urn:pulumi:${stack}::${project}::pulumi-nodejs:dynamic/mlflow-agents:${resource.type}::${name}`,
      ...(secrets === undefined ? {} : { __secrets: secrets }),
      ...(timeouts === undefined ? {} : { __timeouts: timeouts }),
    };
  }

  /** The provider process of the run that is going on. */
  #process: Handlers | undefined;

  /** A provider process that has just started. */
  handlers(): Handlers {
    this.#process = new Handlers(this.#resource, this.#connect, {
      status: () => {},
      write: (severity, _urn, message) => this.log.push(`${severity}: ${message}`),
    });
    return this.#process;
  }

  #running(): Handlers {
    return this.#process ?? this.handlers();
  }

  /** Normal form of arguments, and what is wrong with them, in an update or in a preview. */
  async check(args: Values, preview = false): Promise<{ inputs: Values; failures: string[] }> {
    const news = overTheWire({ ...args, ...this.#hidden, ...(preview ? { __preview: true } : {}) });
    const { inputs, failures } = await this.handlers().check(overTheWire(this.state?.inputs ?? {}), news);
    for (const { property } of failures) if (property !== "") throw new Error(`a failure names ${property}`);
    return { inputs: overTheWire(inputs), failures: failures.map(({ reason }) => reason) };
  }

  /** What a run would do, and over which arguments. */
  async preview(args: Values): Promise<{ operation: Operation; changed: string[] }> {
    const { inputs, failures } = await this.check(args, true);
    if (failures.length > 0) return { operation: "refused", changed: [] };
    if (this.state === undefined) return { operation: "create", changed: [] };
    return this.#diff(this.state, inputs);
  }

  /** `pulumi up`; with `replace`, as `--replace` forces it: the provider is then not asked for a difference. */
  async up(args: Values, { replace = false } = {}): Promise<Outcome> {
    const { inputs, failures } = await this.check(args);
    if (failures.length > 0) return { operation: "refused", message: failures.join("\n") };
    if (containsUnknown(inputs) && !containsUnknown(args)) {
      throw new Error(
        "the engine: unexpected unknown property value: `check` left an input unknown outside of a preview",
      );
    }
    const outcome = await this.#apply(inputs, replace);
    // What is still to be deleted goes once the program has run through, and with it every difference.
    return outcome.operation === "failed" || outcome.operation === "killed"
      ? outcome
      : ((await this.#deletePending()) ?? outcome);
  }

  async #apply(inputs: Values, replace: boolean): Promise<Outcome> {
    const { state } = this;
    if (state === undefined) return this.#create("create", inputs);
    if (replace) return this.#replace(state, inputs, false);
    const { operation, deleteFirst } = await this.#diff(state, inputs);
    if (operation === "replace") return this.#replace(state, inputs, deleteFirst);
    if (operation === "same" && state.initErrors.length === 0) {
      this.state = { ...state, inputs };
      return { operation: "same", message: "" };
    }
    return this.#update(state, inputs);
  }

  /** `pulumi refresh`. */
  async refresh(): Promise<Outcome> {
    this.handlers();
    const { state } = this;
    if (state === undefined) return { operation: "same", message: "" };
    return this.#call("same", undefined, async (handlers) => {
      const read = await handlers.read(state.id, overTheWire(state.outputs));
      if (read.id === undefined) {
        this.state = undefined;
        return;
      }
      this.state = {
        id: read.id,
        inputs: this.#withProvider(read.inputs ?? state.inputs),
        outputs: this.#withProvider(read.props ?? {}),
        initErrors: [],
      };
    });
  }

  /** `X.get(…)`: a read with the id alone. */
  async get(id: string): Promise<Outcome> {
    this.handlers();
    return this.#call("same", undefined, async (handlers) => {
      const read = await handlers.read(id, overTheWire(this.#hidden));
      if (read.id === undefined) throw new Error("the engine: resource does not exist");
      const outputs = this.#withProvider(read.props ?? {});
      this.state = { id: read.id, inputs: this.#withProvider(read.inputs ?? {}), outputs, initErrors: [] };
    });
  }

  /** `pulumi destroy`. */
  async destroy(): Promise<Outcome> {
    this.handlers();
    return this.#destroy();
  }

  async #destroy(): Promise<Outcome> {
    const { state } = this;
    if (state === undefined) return { operation: "same", message: "" };
    return this.#call("delete", undefined, async (handlers) => {
      await handlers.delete(state.id, overTheWire(state.outputs));
      this.state = undefined;
    });
  }

  async #diff(state: Recorded, inputs: Values) {
    const answer = await this.#running().diff(state.id, overTheWire(state.outputs), inputs);
    const changed = this.#changed(state.inputs, inputs);
    const work = answer.changes ?? changed.length > 0;
    // Reasons for a replacement count only where there is a change, said by the provider or seen by the engine.
    if (work && answer.replaces !== undefined && answer.replaces.length > 0) {
      return { operation: "replace" as const, changed, deleteFirst: answer.deleteBeforeReplace === true };
    }
    return { operation: work ? ("update" as const) : ("same" as const), changed, deleteFirst: false };
  }

  #changed(old: Values, next: Values): string[] {
    const names = new Set([...Object.keys(old), ...Object.keys(next)]);
    return [...names].filter((name) => !name.startsWith("__") && !equal(old[name], next[name])).sort();
  }

  #create(operation: Operation, inputs: Values): Promise<Outcome> {
    return this.#call(operation, inputs, async (handlers) => {
      const { id, outs } = await handlers.create(overTheWire(inputs));
      this.state = { id, inputs, outputs: this.#withProvider(outs), initErrors: [] };
    });
  }

  #update(state: Recorded, inputs: Values): Promise<Outcome> {
    return this.#call("update", inputs, async (handlers) => {
      const { outs } = await handlers.update(state.id, overTheWire(state.outputs), overTheWire(inputs));
      this.state = { id: state.id, inputs, outputs: this.#withProvider(outs), initErrors: [] };
    });
  }

  async #replace(old: Recorded, inputs: Values, deleteFirst: boolean): Promise<Outcome> {
    if (deleteFirst) {
      const gone = await this.#destroy();
      return gone.operation === "delete" ? this.#create("replace", inputs) : gone;
    }
    const made = await this.#create("replace", inputs);
    // Also where the new one is there in part only: the old one goes with a run that comes through.
    if (this.state !== old) this.pendingDeletes.push(old);
    return made;
  }

  /** @returns the failure, if one came */
  async #deletePending(): Promise<Outcome | undefined> {
    for (let old = this.pendingDeletes[0]; old !== undefined; old = this.pendingDeletes[0]) {
      const { id, outputs } = old;
      const gone = await this.#call("delete", undefined, (handlers) => handlers.delete(id, overTheWire(outputs)));
      if (gone.operation !== "delete") return gone;
      this.pendingDeletes.shift();
    }
    return undefined;
  }

  /** Runs one call of the protocol and keeps what a failure leaves. */
  async #call(operation: Operation, inputs: Values | undefined, run: (handlers: Handlers) => Promise<void>) {
    try {
      await run(this.#running());
      return { operation, message: "" };
    } catch (error) {
      if (this.#died(error)) return { operation: "killed" as const, message: "" };
      if (!(error instanceof Error)) throw error;
      if (error instanceof AgentsError) throw new Error("an error left the transport unwrapped", { cause: error });
      const partial = error as Error & { id?: string; properties?: Values; reasons?: string[] };
      if (partial.id !== undefined) {
        this.state = {
          id: partial.id,
          inputs: inputs ?? {},
          outputs: overTheWire(partial.properties ?? {}),
          initErrors: partial.reasons ?? [],
        };
      }
      return { operation: "failed" as const, message: error.message };
    }
  }

  #withProvider(values: Values): Values {
    return { ...overTheWire(values), __provider: providerText };
  }
}
