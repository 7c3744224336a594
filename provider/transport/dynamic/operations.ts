import type { Workspace } from "../../http/index.js";
import type { Secret } from "../../http/redact.js";
import type { Resource } from "../../resource.js";
import { splitHidden } from "../hidden.js";
import type { Verb } from "./deadline.js";
import type { EngineLog } from "./engineLog.js";
import { type Holding, stateKeys } from "./holding.js";
import { Operation } from "./operation.js";
import { secretValues } from "./secretValues.js";
import { stopsAt, type ThisRun } from "./thisRun.js";

type Values = Record<string, unknown>;

/** What the calls of one resource work with. */
export interface OperationsParts {
  // biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
  resource: Resource<any, any>;
  connect: () => Promise<Workspace>;
  log: EngineLog;
  holding: Holding;
  run: ThisRun;
}

/** Begins and ends the operations of one resource's calls. */
export class Operations {
  readonly #parts: OperationsParts;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
  }

  /**
   * Does `work` as one call of the engine.
   *
   * @param verb which call
   * @param hiddenInputs of the call, with what of the state an operation has to know
   * @param secrets of this call, which are taken out of what the user reads
   */
  async run<T>(
    verb: Verb,
    hiddenInputs: Values,
    secrets: readonly Secret[],
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    const { resource, connect, log, holding, run } = this.#parts;
    const [owner, backends] = await Promise.all([holding.ownerOf(hiddenInputs), holding.backends(hiddenInputs)]);
    const operation = new Operation({
      type: resource.type,
      hiddenInputs,
      creation: { owner, backends, living: run.living },
      stopsAt: verb === "delete" ? stopsAt(hiddenInputs) : undefined,
      connect,
      log,
      secrets,
      verb,
    });
    try {
      return await work(operation);
    } finally {
      operation.end();
    }
  }

  /** Does `work` for a difference, which knows who holds what is there. */
  compare<T>(olds: Values, news: Values, work: (operation: Operation) => Promise<T>): Promise<T> {
    return this.run("diff", { ...splitHidden(news).hidden, ...stateKeys(olds) }, secretValues(olds, news), work);
  }
}
