import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { difference } from "../../lifecycle/diff.js";
import { equal } from "../../lifecycle/equal.js";
import type { Fields } from "../../lifecycle/fields.js";
import { scrub } from "../../lifecycle/scrub.js";
import { validate } from "../../lifecycle/validate.js";
import type { Resource, Sight } from "../../resource.js";
import { goneAfterMs, whileNotFound } from "../../wait/index.js";
import { formerUrn, hidden, splitHidden } from "../hidden.js";
import { Differing } from "./differing.js";
import type { EngineLog } from "./engineLog.js";
import { TransportFailure } from "./failure.js";
import { elsewhere, Holding, inputKeys, type RecordedBackends, stateKeys } from "./holding.js";
import { listenForCancellation, type Operation } from "./operation.js";
import { Operations } from "./operations.js";
import { pathOf, secretValues } from "./secretValues.js";
import { inputsOf, outputsOf, recorded, stateOf } from "./state.js";
import { surelyRead } from "./surelyRead.js";
import { stopsElsewhere, ThisRun } from "./thisRun.js";
import { isUnread } from "./unread.js";

type Values = Record<string, unknown>;

/** The calls of Pulumi's dynamic provider protocol over one resource. */
export class Handlers {
  // biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
  readonly #resource: Resource<any, any>;
  readonly #connect: () => Promise<Workspace>;
  /** Ids of what was refreshed by this process, which lives as long as one run. */
  readonly #read = new Set<string>();
  readonly #holding: Holding;
  readonly #run = new ThisRun();
  readonly #operations: Operations;
  readonly #differing: Differing;

  /**
   * @param resource whose calls they are
   * @param connect to the workspace of this run
   * @param log of the engine
   * @param backends what the resources of one run know of their stack together
   */
  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    resource: Resource<any, any>,
    connect: () => Promise<Workspace>,
    log: EngineLog,
    backends: RecordedBackends = new Map(),
  ) {
    this.#resource = resource;
    this.#connect = connect;
    this.#holding = new Holding(resource.usesWorkspace ? connect : undefined, backends);
    this.#operations = new Operations({ resource, connect, log, holding: this.#holding, run: this.#run });
    this.#differing = new Differing(resource, this.#operations, this.#run);
    listenForCancellation();
  }

  /** The resource's type, without module. */
  get type(): string {
    return this.#resource.type;
  }

  /** Normal form of the arguments and everything that is wrong with them. Never throws for bad input. */
  async check(
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }> {
    const { visible, hidden: all } = splitHidden(news);
    const { [hidden.preview]: _, ...rest } = all;
    const paths = rest[hidden.secrets];
    const secret = new Set(Array.isArray(paths) ? paths.map((path) => pathOf(String(path))[0] ?? "") : []);
    const validated = validate(this.#resource.fields, visible, secret);
    return this.#operations.run("check", all, secretValues(news), async (operation) => {
      let inputs: Values = validated.inputs;
      const problems = [...validated.problems];
      try {
        const recorded = splitHidden(olds ?? {}).visible;
        const checked = await operation.look(() => this.#resource.check(operation.context, validated, recorded));
        inputs = { ...inputs, ...checked.inputs };
        problems.push(...checked.problems, ...this.#givenButComputed(visible, inputs));
        if (problems.length === 0) this.#run.declare(rest, this.#resource.fields, inputs);
        if (problems.length === 0 && this.#resource.usesWorkspace) await operation.look(() => this.#probe());
      } catch (error) {
        problems.push({ code: "internal", path: "", message: operation.explain(error) });
      }
      // Beside failures only what came in is handed back: what could not be derived is marked as unknown, and outside of a
      // preview the engine complains about an unknown value and drops the failures.
      const settled = problems.length > 0 ? visible : inputs;
      return {
        inputs: scrub({ ...settled, ...rest }) as Values,
        // A failure that names a property makes the engine print that property's value, secret or not.
        failures: problems.map((problem) => ({ property: "", reason: operation.mask(problemText(problem)) })),
      };
    });
  }

  /** What changed, by the rule of each field. */
  async diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }> {
    const old = stateOf(this.#resource, olds);
    const { visible: next, hidden: rest } = splitHidden(news);
    const owner = await this.#holding.ownerOf({ ...rest, ...stateKeys(olds) });
    // A refresh compares as well, also what is only there to be deleted.
    const declared = this.#run.declares(news);
    if (declared) this.#run.lives(rest, id, owner);
    const found = difference(this.#resource.fields, old, next);
    const moved = await this.#holding.movedTo(olds);
    if (moved !== undefined) {
      // A refresh asks for the difference as well. It replaces nothing, and has said that the object is elsewhere.
      if (!declared) return { changes: false };
      await this.#differing.warnOfMove(olds, news, moved);
      // The engine drops a replacement that no changed argument goes with, unless the change is said outright.
      return { changes: true, replaces: [...found.replaces, "workspace"], deleteBeforeReplace: false };
    }
    if (found.replaces.length > 0) {
      if (declared && rest[hidden.retained] !== true) await this.#differing.refuseReplacement(id, olds, news);
      const deleteBeforeReplace = this.#resource.deleteBeforeReplace?.(old, next) ?? false;
      return { replaces: found.replaces, deleteBeforeReplace };
    }
    const { unfinished, words } = await this.#look(id, olds, news, found.updates.length > 0);
    const why = this.#resource.needsUpdate?.(old) ?? (declared ? this.#differing.renamed(olds, news) : undefined);
    const needed = unfinished || why !== undefined;
    const stops = stopsElsewhere(olds, news);
    // What the object itself shows says more than what the state remembers of it.
    const said = words ?? why;
    if (declared && said !== undefined) await this.#differing.warn(olds, news, said);
    const recorded = stops ? [...found.records, "where a destroy would stop"] : found.records;
    if (declared && (found.updates.length > 0 || needed)) await this.#differing.foresee(olds, news);
    else if (declared && recorded.length > 0) await this.#differing.noteRecorded(olds, news, recorded);
    // Left undefined, the engine computes the nested difference itself, and previews show it.
    return found.updates.length + found.records.length > 0 ? {} : { changes: needed || stops };
  }

  /** What a refresh has read in this run is in the state. */
  async #look(id: string, olds: Values, news: Values, changes: boolean): Promise<Sight> {
    return this.#read.has(id) ? { unfinished: false } : this.#differing.look(id, olds, news, changes);
  }

  /** Makes the object. What exists when it fails is kept. */
  async create(inputs: Values): Promise<{ id: string; outs: Values }> {
    const { visible, hidden: rest } = splitHidden(inputs);
    const made = await this.#holding.made(rest);
    return this.#operations.run("create", made, secretValues(inputs), async (operation) => {
      const { owner } = operation.context.identity;
      this.#run.begins(owner);
      try {
        const { id, outputs } = await this.#resource.create(operation.context, visible);
        this.#run.lives(rest, id, owner);
        return { id, outs: recorded(this.#resource, visible, outputs, made) };
      } catch (error) {
        if (operation.recorded !== undefined) this.#run.lives(rest, operation.recorded.id, owner);
        throw this.#failure("create", operation, error, visible, made);
      }
    });
  }

  /** What exists now. Where that cannot be told, what the state says, and a warning. */
  async read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }> {
    // Of a preview of `get`.
    const { [hidden.preview]: _, ...rest } = splitHidden(props).hidden;
    const state = rest[hidden.stateVersion] === undefined ? undefined : stateOf(this.#resource, props);
    return this.#operations.run("read", rest, secretValues(props), async (operation) => {
      try {
        const moved = await this.#holding.movedTo(props);
        if (moved !== undefined) throw new AgentsError("configuration", elsewhere(props, moved));
        const read = () => this.#resource.read(operation.context, id, state);
        const look = () => (state === undefined ? read() : surelyRead(operation.context, id, read));
        const found = await operation.look(look);
        if (found === undefined && state === undefined) {
          // `get` of something that is not there: handed an empty answer, the engine would go on without a word.
          throw new AgentsError("notFound", `there is no ${this.#resource.type} with the id "${id}".`);
        }
        if (found === undefined) return {};
        if (state !== undefined) this.#read.add(id);
        const inputs = { ...inputsOf(this.#resource, state ?? {}), ...found.inputs };
        const held = state === undefined ? rest : await this.#holding.seen(rest);
        return {
          id,
          props: recorded(this.#resource, inputs, found.outputs, held),
          inputs: scrub({ ...inputs, ...inputKeys(rest) }) as Values,
        };
      } catch (error) {
        if (state !== undefined && isUnread(error)) {
          operation.context.unseen(`not refreshed, the recorded state is kept: ${operation.explain(error)}`);
          const inputs = { ...inputsOf(this.#resource, state), ...inputKeys(rest) };
          return { id, props: scrub(props) as Values, inputs: scrub(inputs) as Values };
        }
        throw this.#failure("read", operation, error, {}, rest);
      }
    });
  }

  /** Changes the object in place. What is half done when it fails is kept. */
  async update(id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
    const { visible, hidden: rest } = splitHidden(news);
    const held = await this.#holding.held(rest, olds);
    const old = stateOf(this.#resource, olds);
    const { updates, records } = difference(this.#resource.fields, old, visible);
    const isRenamed = this.#differing.renamed(olds, news) !== undefined;
    const why = this.#resource.needsUpdate?.(old);
    const settled = olds[hidden.evidence] === undefined && why === undefined && !isRenamed;
    const recordOnly = settled && updates.length === 0 && (records.length > 0 || stopsElsewhere(olds, news));
    if (recordOnly && !(await this.#look(id, olds, news, false)).unfinished) {
      return { outs: recorded(this.#resource, visible, outputsOf(this.#resource, old), held) };
    }
    const known = isRenamed ? { ...held, [formerUrn]: olds[hidden.urn] } : held;
    return this.#operations.run("update", known, secretValues(olds, news), async (operation) => {
      try {
        const outputs = await this.#resource.update(operation.context, id, old, visible);
        return { outs: recorded(this.#resource, visible, outputs, held) };
      } catch (error) {
        // The new inputs are not echoed: the next run has to see what is still to do, and what was declared before it. What
        // only the state has to know holds from now on: a deletion may be the next thing that comes.
        const kept = Object.fromEntries(records.map((name) => [name, visible[name]]));
        throw this.#failure("update", operation, error, { ...inputsOf(this.#resource, old), ...kept }, held);
      }
    });
  }

  /** Removes the object. */
  async delete(id: string, props: Values): Promise<void> {
    await this.#operations.run("delete", splitHidden(props).hidden, secretValues(props), async (operation) => {
      const { context } = operation;
      const moved = await this.#holding.movedTo(props);
      if (moved !== undefined) {
        context.warn(`${elsewhere(props, moved)} It stays there, and this stack no longer knows it.`);
        return;
      }
      if (this.#run.holds(props, id, context.identity.owner)) {
        context.note("the object stays: the resource that replaces this one holds it.");
        return;
      }
      try {
        const remove = () => this.#resource.delete(context, id, this.#differing.stateAtDeletion(props));
        // A first "not found", of whatever call, would leave everything there under an exit code of 0.
        await whileNotFound(context, id, remove, goneAfterMs);
      } catch (error) {
        // No code counts as done here: a part that is gone says nothing of the object. Each resource knows its own.
        throw this.#failure("delete", operation, error, {}, {});
      }
    });
  }

  async #probe(): Promise<void> {
    await (await this.#connect()).probe();
  }

  /** Checked inputs may come back to be checked again; a computed value that the program gives is a mistake. */
  #givenButComputed(visible: Values, inputs: Values): Problem[] {
    return Object.entries(this.#resource.fields as Fields)
      .filter(([name, { computed }]) => computed && Object.hasOwn(visible, name) && visible[name] !== null)
      .filter(([name, { same }]) => {
        const [given, found] = [visible[name], scrub(inputs[name])];
        return !equal(given, found) && same?.(given, found) !== true;
      })
      .map(([path]) => ({ code: "invalidArgument", path, message: "it is computed and cannot be given." }));
  }

  #failure(verb: string, operation: Operation, error: unknown, inputs: Values, rest: Values): TransportFailure {
    const { identity } = operation.context;
    const where = `${this.#resource.type} "${identity.name}": ${verb} failed`;
    const checkpoint = operation.recorded;
    if (checkpoint === undefined) return new TransportFailure(where, operation.explain(error));
    const evidence = operation.evidence(error);
    const properties = {
      ...recorded(this.#resource, inputs, checkpoint.outputs, rest),
      [hidden.provider]: rest[hidden.provider],
      // Also without any: that it is there says that the operation did not come to its end.
      [hidden.evidence]: evidence ?? "",
    };
    return new TransportFailure(where, operation.explain(error), { id: checkpoint.id, properties });
  }
}

function problemText(problem: Problem): string {
  return problem.path === "" ? problem.message : `${problem.path}: ${problem.message}`;
}
