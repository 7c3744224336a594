import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import type { Secret } from "../../http/redact.js";
import { difference } from "../../lifecycle/diff.js";
import { equal } from "../../lifecycle/equal.js";
import type { Fields } from "../../lifecycle/fields.js";
import { scrub } from "../../lifecycle/scrub.js";
import { validate } from "../../lifecycle/validate.js";
import type { Resource, Sight } from "../../resource.js";
import { goneAfterMs, whileNotFound } from "../../wait/index.js";
import { hidden, splitHidden } from "../hidden.js";
import type { Verb } from "./deadline.js";
import type { EngineLog } from "./engineLog.js";
import { TransportFailure } from "./failure.js";
import { elsewhere, Holding, inputKeys, stateKeys } from "./holding.js";
import { listenForCancellation, Operation } from "./operation.js";
import { pathOf, secretValues } from "./secretValues.js";
import { surelyRead } from "./surelyRead.js";
import { stopsAt, stopsElsewhere, ThisRun } from "./thisRun.js";
import { isUnread } from "./unread.js";

type Values = Record<string, unknown>;

/** The calls of Pulumi's dynamic provider protocol over one resource. */
export class Handlers {
  // biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
  readonly #resource: Resource<any, any>;
  readonly #connect: () => Promise<Workspace>;
  readonly #log: EngineLog;
  /** Ids of what was refreshed by this process, which lives as long as one run. */
  readonly #read = new Set<string>();
  readonly #holding: Holding;
  readonly #run = new ThisRun();

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  constructor(resource: Resource<any, any>, connect: () => Promise<Workspace>, log: EngineLog) {
    this.#resource = resource;
    this.#connect = connect;
    this.#log = log;
    this.#holding = new Holding(resource.usesWorkspace ? connect : undefined);
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
    const operation = await this.#operation(all, secretValues(news), "check");
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
  }

  /** What changed, by the rule of each field. */
  async diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{ changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }> {
    const old = this.#state(olds);
    const next = splitHidden(news).visible;
    const found = difference(this.#resource.fields, old, next);
    const moved = await this.#holding.movedTo(olds);
    if (moved !== undefined) {
      await this.#warnOfMove(olds, news, moved);
      return { replaces: [...found.replaces, "workspace"], deleteBeforeReplace: false };
    }
    if (found.replaces.length > 0) {
      await this.#refuseReplacement(id, olds, news);
      const deleteBeforeReplace = this.#resource.deleteBeforeReplace?.(old, next) ?? false;
      return { replaces: found.replaces, deleteBeforeReplace };
    }
    const { unfinished, words } = await this.#look(id, olds, news, found.updates.length > 0);
    if (words !== undefined) await this.#warn(olds, news, words);
    const needed = unfinished || (this.#resource.needsUpdate?.(old) ?? false);
    const stops = stopsElsewhere(olds, news);
    if (found.updates.length > 0 || needed) await this.#foresee(olds, news);
    else if (found.records.length > 0) await this.#noteRecorded(olds, news, found.records);
    else if (stops) await this.#noteRecorded(olds, news, ["where a destroy would stop"]);
    // Left undefined, the engine computes the nested difference itself, and previews show it.
    return found.updates.length + found.records.length > 0 ? {} : { changes: needed || stops };
  }

  async #warn(olds: Values, news: Values, words: string): Promise<void> {
    (await this.#difference(olds, news)).context.warn(words);
  }

  /** The operation of a difference, which knows who holds what is there. */
  #difference(olds: Values, news: Values): Promise<Operation> {
    return this.#operation({ ...splitHidden(news).hidden, ...stateKeys(olds) }, secretValues(olds, news), "diff");
  }

  /** Says that an update which a preview shows reaches the state only. */
  async #noteRecorded(olds: Values, news: Values, records: readonly string[]): Promise<void> {
    const { context } = await this.#difference(olds, news);
    const names = records.map((name) => `\`${name}\``).join(", ");
    context.note(`only the state records this change (${names}); nothing in the workspace changes.`);
  }

  /** Where nothing could be seen, nothing is claimed. What a refresh has read in this run is in the state. */
  async #look(id: string, olds: Values, news: Values, changes: boolean): Promise<Sight> {
    const { look } = this.#resource;
    if (look === undefined || this.#read.has(id)) return { unfinished: false };
    const operation = await this.#difference(olds, news);
    try {
      return await operation.look(() => look(operation.context, id, this.#state(olds), changes));
    } catch (error) {
      operation.context.unseen(`whether an earlier run was cut off was not looked at: ${operation.explain(error)}`);
      return { unfinished: false };
    }
  }

  /** What would fail at the deletion is refused before anything moves. Where that cannot be told, the preview goes on. */
  async #refuseReplacement(id: string, olds: Values, news: Values): Promise<void> {
    const { refusesDeletion } = this.#resource;
    if (refusesDeletion === undefined || news[hidden.retained] === true) return;
    const operation = await this.#difference(olds, news);
    let refusal: string | undefined;
    try {
      refusal = await operation.look(() => refusesDeletion(operation.context, id, this.#stateAtDeletion(olds)));
    } catch (error) {
      operation.context.unseen(`whether the old object can be deleted was not looked at: ${operation.explain(error)}`);
    }
    if (refusal === undefined) return;
    const message = `it would be replaced, and the old one could not be deleted then, so nothing is changed: ${refusal}`;
    throw new TransportFailure(`${this.#resource.type} "${operation.context.identity.name}": diff failed`, message);
  }

  /** What is deleted, by what the program says of it today: what is left of a replacement has the state of before it. */
  #stateAtDeletion(props: Values): Values {
    return { ...this.#state(props), ...this.#run.declared(props) };
  }

  async #warnOfMove(olds: Values, news: Values, host: string): Promise<void> {
    await this.#warn(
      olds,
      news,
      `it is replaced, because the stack moves to ${host}: ${elsewhere(olds, host)} This run cannot delete it there. ` +
        "To have it deleted, run `pulumi destroy` with the former configuration first.",
    );
  }

  /** What cannot be foreseen does not keep anybody from a preview. */
  async #foresee(olds: Values, news: Values): Promise<void> {
    if (this.#resource.foresee === undefined) return;
    const { visible } = splitHidden(news);
    const operation = await this.#difference(olds, news);
    try {
      await operation.look(async () => this.#resource.foresee?.(operation.context, this.#state(olds), visible));
    } catch (error) {
      operation.context.unseen(`what the update deletes could not be looked up: ${operation.explain(error)}`);
    }
  }

  /** Makes the object. What exists when it fails is kept. */
  async create(inputs: Values): Promise<{ id: string; outs: Values }> {
    const { visible, hidden: rest } = splitHidden(inputs);
    const made = await this.#holding.made(rest);
    const operation = await this.#operation(made, secretValues(inputs), "create");
    try {
      const { id, outputs } = await this.#resource.create(operation.context, visible);
      this.#run.made(rest, id);
      return { id, outs: this.#outs(visible, outputs, made) };
    } catch (error) {
      throw this.#failure("create", operation, error, visible, made);
    }
  }

  /** What exists now. Where that cannot be told, what the state says, and a warning. */
  async read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }> {
    // Of a preview of `get`.
    const { [hidden.preview]: _, ...rest } = splitHidden(props).hidden;
    const operation = await this.#operation(rest, secretValues(props), "read");
    const recorded = rest[hidden.stateVersion] === undefined ? undefined : this.#state(props);
    try {
      const moved = await this.#holding.movedTo(props);
      if (moved !== undefined) throw new AgentsError("configuration", elsewhere(props, moved));
      const read = () => this.#resource.read(operation.context, id, recorded);
      const look = () => (recorded === undefined ? read() : surelyRead(operation.context, id, read));
      const found = await operation.look(look);
      if (found === undefined && recorded === undefined) {
        // `get` of something that is not there: handed an empty answer, the engine would go on without a word.
        throw new AgentsError("notFound", `there is no ${this.#resource.type} with the id "${id}".`);
      }
      if (found === undefined) return {};
      if (recorded !== undefined) this.#read.add(id);
      const inputs = { ...this.#inputsOf(recorded ?? {}), ...found.inputs };
      return {
        id,
        props: this.#outs(inputs, found.outputs, recorded === undefined ? rest : await this.#holding.held(rest, props)),
        inputs: scrub({ ...inputs, ...inputKeys(rest) }) as Values,
      };
    } catch (error) {
      if (recorded !== undefined && isUnread(error)) {
        operation.context.unseen(`not refreshed, the recorded state is kept: ${operation.explain(error)}`);
        return {
          id,
          props: scrub(props) as Values,
          inputs: scrub({ ...this.#inputsOf(recorded), ...inputKeys(rest) }) as Values,
        };
      }
      throw this.#failure("read", operation, error, {}, rest);
    }
  }

  /** Changes the object in place. What is half done when it fails is kept. */
  async update(id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
    const { visible, hidden: rest } = splitHidden(news);
    const held = await this.#holding.held(rest, olds);
    const operation = await this.#operation(held, secretValues(olds, news), "update");
    const old = this.#state(olds);
    const { updates, records } = difference(this.#resource.fields, old, visible);
    const settled = olds[hidden.evidence] === undefined && this.#resource.needsUpdate?.(old) !== true;
    const recordOnly = settled && updates.length === 0 && (records.length > 0 || stopsElsewhere(olds, news));
    if (recordOnly && !(await this.#look(id, olds, news, false)).unfinished) {
      return { outs: this.#outs(visible, this.#outputsOf(old), held) };
    }
    try {
      const outputs = await this.#resource.update(operation.context, id, old, visible);
      return { outs: this.#outs(visible, outputs, held) };
    } catch (error) {
      // The new inputs are not echoed: the next run has to see what is still to do, and what was declared before it. What
      // only the state has to know holds from now on: a deletion may be the next thing that comes.
      const recorded = Object.fromEntries(records.map((name) => [name, visible[name]]));
      throw this.#failure("update", operation, error, { ...this.#inputsOf(old), ...recorded }, held);
    }
  }

  /** Removes the object. */
  async delete(id: string, props: Values): Promise<void> {
    const operation = await this.#operation(splitHidden(props).hidden, secretValues(props), "delete");
    const moved = await this.#holding.movedTo(props);
    if (moved !== undefined) {
      operation.context.warn(`${elsewhere(props, moved)} It stays there, and this stack no longer knows it.`);
      return;
    }
    if (this.#run.holds(props, id)) {
      operation.context.note("the object stays: the resource that replaces this one holds it.");
      return;
    }
    try {
      const remove = () => this.#resource.delete(operation.context, id, this.#stateAtDeletion(props));
      // A first "not found", of whatever call, would leave everything there under an exit code of 0.
      await whileNotFound(operation.context, id, remove, goneAfterMs);
    } catch (error) {
      // No code counts as done here: a part that is gone says nothing of the object. Each resource knows its own.
      throw this.#failure("delete", operation, error, {}, {});
    }
  }

  /** @param secrets of this call, which are taken out of what the user reads */
  async #operation(hiddenInputs: Values, secrets: readonly Secret[], verb: Verb): Promise<Operation> {
    return new Operation({
      type: this.#resource.type,
      hiddenInputs,
      owner: await this.#holding.ownerOf(hiddenInputs),
      stopsAt: verb === "delete" ? stopsAt(hiddenInputs) : undefined,
      connect: this.#connect,
      log: this.#log,
      secrets,
      verb,
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

  /** Recorded state in today's shape, without hidden keys. */
  #state(values: Values): Values {
    const { visible, hidden: rest } = splitHidden(values);
    const version = Number(rest[hidden.stateVersion] ?? this.#resource.stateVersion);
    return version < this.#resource.stateVersion ? (this.#resource.migrate?.(visible, version) ?? visible) : visible;
  }

  #inputsOf(state: Values): Values {
    return Object.fromEntries(Object.entries(state).filter(([name]) => Object.hasOwn(this.#resource.fields, name)));
  }

  #outputsOf(state: Values): Values {
    return Object.fromEntries(Object.entries(state).filter(([name]) => !Object.hasOwn(this.#resource.fields, name)));
  }

  /** State: the inputs, echoed because `diff` is shown outputs only, then the outputs. */
  #outs(inputs: Values, outputs: Values, rest: Values): Values {
    const { [hidden.evidence]: _, ...kept } = rest;
    return scrub({ ...inputs, ...outputs, ...kept, [hidden.stateVersion]: this.#resource.stateVersion }) as Values;
  }

  #failure(verb: string, operation: Operation, error: unknown, inputs: Values, rest: Values): TransportFailure {
    const { identity } = operation.context;
    const where = `${this.#resource.type} "${identity.name}": ${verb} failed`;
    const recorded = operation.recorded;
    if (recorded === undefined) return new TransportFailure(where, operation.explain(error));
    const evidence = operation.evidence(error);
    const properties = {
      ...this.#outs(inputs, recorded.outputs, rest),
      [hidden.provider]: rest[hidden.provider],
      // Also without any: that it is there says that the operation did not come to its end.
      [hidden.evidence]: evidence ?? "",
    };
    return new TransportFailure(where, operation.explain(error), { id: recorded.id, properties });
  }
}

function problemText(problem: Problem): string {
  return problem.path === "" ? problem.message : `${problem.path}: ${problem.message}`;
}
