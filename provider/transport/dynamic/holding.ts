import type { Workspace } from "../../http/index.js";
import { backendOf, newOwner, recordedBefore } from "../../lifecycle/ownership.js";
import { backendMark } from "../backend.js";
import { hidden } from "../hidden.js";

type Values = Record<string, unknown>;

/**
 * Marks of the backends that the states of a run hold, by stack. The stack may have come from another backend, or from another
 * machine's folder: with its states come their marks.
 */
export type RecordedBackends = Map<string, Set<string>>;

/** What the state says, beside inputs and outputs, of who holds an object and where it is. */
export class Holding {
  readonly #connect: (() => Promise<Workspace>) | undefined;
  /** The backend's mark by organization: it takes a look at files. */
  readonly #backends = new Map<string, Promise<string>>();
  readonly #recorded: RecordedBackends;

  /**
   * @param connect to the workspace of this run; undefined for a resource that has nothing in one
   * @param recorded what the states of this run have shown so far
   */
  constructor(connect: (() => Promise<Workspace>) | undefined, recorded: RecordedBackends) {
    this.#connect = connect;
    this.#recorded = recorded;
  }

  /** The owner id that the state holds; for a state of before there were any, one that is the same on every run. */
  async ownerOf(hiddenInputs: Values): Promise<string> {
    const recorded = hiddenInputs[hidden.owner];
    if (typeof recorded === "string") {
      this.#recordedFor(hiddenInputs).add(backendOf(recorded));
      return recorded;
    }
    return recordedBefore(await this.#backend(hiddenInputs), String(hiddenInputs[hidden.urn] ?? ""));
  }

  /** Backends by whose marks the stack goes: that of this run, and those of the states that it has shown. */
  async backends(hiddenInputs: Values): Promise<ReadonlySet<string>> {
    return new Set([await this.#backend(hiddenInputs), ...this.#recordedFor(hiddenInputs)]);
  }

  /** The hidden keys of a resource that is made now. One stack goes by one mark, as far as its states show it. */
  async made(hiddenInputs: Values): Promise<Values> {
    const [first] = this.#recordedFor(hiddenInputs);
    const backend = first ?? (await this.#backend(hiddenInputs));
    return { ...hiddenInputs, [hidden.owner]: newOwner(backend), ...(await this.#place()) };
  }

  /**
   * The hidden keys of a resource that is there.
   *
   * @param hiddenInputs of the call
   * @param state what is recorded
   */
  async held(hiddenInputs: Values, state: Values): Promise<Values> {
    const owner = state[hidden.owner] ?? (await this.ownerOf(hiddenInputs));
    return { ...hiddenInputs, [hidden.owner]: owner, ...(await this.#place(state[hidden.workspace])) };
  }

  /**
   * The hidden keys of a resource that is there and was only looked at: where it is, and no owner id that the object does not
   * carry yet.
   *
   * @param state hidden keys of what is recorded
   */
  async seen(state: Values): Promise<Values> {
    return { ...state, ...(await this.#place(state[hidden.workspace])) };
  }

  /** The host of the workspace that this run speaks to, where it is another one than holds the resource. */
  async movedTo(state: Values): Promise<string | undefined> {
    const recorded = state[hidden.workspace];
    if (typeof recorded !== "string") return undefined;
    const now = await this.#connectedTo();
    return now === undefined || now.place === recorded ? undefined : now.host;
  }

  #recordedFor(hiddenInputs: Values): Set<string> {
    const [stack, project] = String(hiddenInputs[hidden.urn] ?? "").split("::");
    const key = JSON.stringify([hiddenInputs[hidden.organization] ?? "", stack, project]);
    const recorded = this.#recorded.get(key) ?? new Set();
    this.#recorded.set(key, recorded);
    return recorded;
  }

  #backend(hiddenInputs: Values): Promise<string> {
    const organization = String(hiddenInputs[hidden.organization] ?? "");
    const mark = this.#backends.get(organization) ?? backendMark(organization, process.env, process.cwd());
    this.#backends.set(organization, mark);
    return mark;
  }

  /** @param recorded what the state holds, where the workspace does not answer */
  async #place(recorded?: unknown): Promise<Values> {
    const place = (await this.#connectedTo())?.place ?? recorded;
    return place === undefined ? {} : { [hidden.workspace]: place };
  }

  /** The workspace of this run; undefined where there is none, or it does not answer: the operation itself says so. */
  async #connectedTo(): Promise<{ place: string; host: string } | undefined> {
    if (this.#connect === undefined) return undefined;
    try {
      const [workspace, { placeOf }] = await Promise.all([this.#connect(), import("../../http/place.js")]);
      return { place: await placeOf(workspace), host: workspace.host };
    } catch {
      return undefined;
    }
  }
}

const stateOnly: readonly string[] = [hidden.stateVersion, hidden.evidence, hidden.owner, hidden.workspace];

/** What of the hidden keys is an input. */
export function inputKeys(hiddenValues: Values): Values {
  return Object.fromEntries(Object.entries(hiddenValues).filter(([key]) => !stateOnly.includes(key)));
}

/** What of the hidden keys only the state holds, and an operation has to know. */
export function stateKeys(state: Values): Values {
  return state[hidden.owner] === undefined ? {} : { [hidden.owner]: state[hidden.owner] };
}

/** That an object is where this run does not look. */
export function elsewhere(state: Values, host: string): string {
  const place = String(state[hidden.workspace]).replace(/^\w+:/, "");
  return `the object is in another workspace (${place}), and this run speaks to ${host}.`;
}
