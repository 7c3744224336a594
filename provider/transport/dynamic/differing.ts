import { identityOf } from "../../lifecycle/ownership.js";
import type { Resource, Sight } from "../../resource.js";
import { hidden, splitHidden } from "../hidden.js";
import { TransportFailure } from "./failure.js";
import { elsewhere } from "./holding.js";
import type { Operations } from "./operations.js";
import { stateOf } from "./state.js";
import type { ThisRun } from "./thisRun.js";

type Values = Record<string, unknown>;

/** What a comparison says and refuses beyond the difference of the arguments. It looks, and changes nothing. */
export class Differing {
  // biome-ignore lint/suspicious/noExplicitAny: the transport serves every resource and knows none.
  readonly #resource: Resource<any, any>;
  readonly #operations: Operations;
  readonly #run: ThisRun;

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  constructor(resource: Resource<any, any>, operations: Operations, run: ThisRun) {
    this.#resource = resource;
    this.#operations = operations;
    this.#run = run;
  }

  /** Looks at the object. Where nothing could be seen, nothing is claimed. */
  async look(id: string, olds: Values, news: Values, changes: boolean): Promise<Sight> {
    const { look } = this.#resource;
    if (look === undefined) return { unfinished: false };
    return this.#operations.compare(olds, news, async (operation) => {
      try {
        return await operation.look(() => look(operation.context, id, stateOf(this.#resource, olds), changes));
      } catch (error) {
        operation.context.unseen(`whether an earlier run was cut off was not looked at: ${operation.explain(error)}`);
        return { unfinished: false };
      }
    });
  }

  /** That the object's mark names the resource as it was called before; undefined where it does not. */
  renamed(olds: Values, news: Values): string | undefined {
    // A resource without an object has no mark, nor has an object of somebody else's.
    if (this.#resource.isMarked?.(stateOf(this.#resource, olds)) !== true) return undefined;
    const [before, now] = [olds, news].map((values) => identityOf(String(values[hidden.urn] ?? ""), ""));
    if (before === undefined || now === undefined || before.urn === "" || now.urn === "") return undefined;
    const was = (["project", "stack", "name"] as const).filter((part) => before[part] !== now[part]);
    if (was.length === 0) return undefined;
    const from = was.map((part) => `${part} "${before[part]}"`).join(", ");
    return `it was called otherwise (${from}): the mark by which this stack knows it is written anew.`;
  }

  /** Says why an update is shown although no argument differs, or what else a user should know of it. */
  warn(olds: Values, news: Values, words: string): Promise<void> {
    return this.#operations.compare(olds, news, async ({ context }) => context.warn(words));
  }

  /** Says that an update which a preview shows reaches the state only. */
  noteRecorded(olds: Values, news: Values, records: readonly string[]): Promise<void> {
    const names = records.map((name) => `\`${name}\``).join(", ");
    const words = `only the state records this change (${names}); nothing in the workspace changes.`;
    return this.#operations.compare(olds, news, async ({ context }) => context.note(words));
  }

  /** Says what a change of the workspace does with the object that is left where it is. */
  warnOfMove(olds: Values, news: Values, host: string): Promise<void> {
    return this.warn(
      olds,
      news,
      `it is replaced, because the stack moves to ${host}: ${elsewhere(olds, host)} This run cannot delete it there. ` +
        "To have it deleted, run `pulumi destroy` with the former configuration first.",
    );
  }

  /** What would fail at the deletion is refused before anything moves. Where that cannot be told, the preview goes on. */
  async refuseReplacement(id: string, olds: Values, news: Values): Promise<void> {
    const { refusesDeletion, type } = this.#resource;
    if (refusesDeletion === undefined) return;
    await this.#operations.compare(olds, news, async (operation) => {
      let refusal: string | undefined;
      try {
        refusal = await operation.look(() => refusesDeletion(operation.context, id, this.stateAtDeletion(olds)));
      } catch (error) {
        operation.context.unseen(
          `whether the old object can be deleted was not looked at: ${operation.explain(error)}`,
        );
      }
      if (refusal === undefined) return;
      const message = `it would be replaced, and the old one could not be deleted then, so nothing is changed: ${refusal}`;
      throw new TransportFailure(`${type} "${operation.context.identity.name}": diff failed`, message);
    });
  }

  /** Says what an update will do beyond its difference. What cannot be foreseen does not keep anybody from a preview. */
  async foresee(olds: Values, news: Values): Promise<void> {
    const { foresee } = this.#resource;
    if (foresee === undefined) return;
    const { visible } = splitHidden(news);
    await this.#operations.compare(olds, news, async (operation) => {
      try {
        await operation.look(async () => foresee(operation.context, stateOf(this.#resource, olds), visible));
      } catch (error) {
        operation.context.unseen(`what the update deletes could not be looked up: ${operation.explain(error)}`);
      }
    });
  }

  /** What is deleted, by what the program says of it today: what is left of a replacement has the state of before it. */
  stateAtDeletion(props: Values): Values {
    return { ...stateOf(this.#resource, props), ...this.#run.declared(props) };
  }
}
