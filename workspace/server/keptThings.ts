import { type ZodType, z } from "zod";
import { WorkspaceError } from "../errors.js";
import { type Seeded, seedChanges } from "../fixtures/seeded.js";
import { readJson, writeAtomic } from "./atomicFile.js";

const texts = z.record(z.string(), z.string()).default({});
const fileSchema = z.record(z.string(), z.unknown()).default({});

/** Things of one kind by name, in one file: those of the fixtures and those that users make. */
export class KeptThings<T> {
  readonly #file: string;
  readonly #kind: string;
  #all: Map<string, T>;
  #seeded: Seeded;
  /** The last write, so that two do not overtake each other. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, kind: string, all: Map<string, T>, seeded: Seeded) {
    this.#file = file;
    this.#kind = kind;
    this.#all = all;
    this.#seeded = seeded;
  }

  /**
   * Reads what an earlier process kept.
   *
   * @param kind what they are: their key in the file
   * @param shape of one of them
   * @throws WorkspaceError `dataFolder` for a file that cannot be read: what it holds would be lost with the next write
   */
  static async open<T>(file: string, kind: string, shape: ZodType<T>): Promise<KeptThings<T>> {
    const content = fileSchema.safeParse(await readJson(file).catch(() => "not JSON"));
    const seeded = texts.safeParse(content.data?.seeded);
    const all = z.record(z.string(), shape).default({}).safeParse(content.data?.[kind]);
    if (!content.success || !seeded.success || !all.success) {
      throw new WorkspaceError("dataFolder", `${file} is not a file of ${kind}: correct it or remove it.`);
    }
    return new KeptThings(file, kind, new Map(Object.entries(all.data)), seeded.data);
  }

  /** What is held, by name. What is in it is changed in {@link change} only. */
  get all(): ReadonlyMap<string, T> {
    return this.#all;
  }

  /**
   * Makes what is new in the fixtures, and removes what left them.
   *
   * @param now what they hold; see `seedChanges`
   */
  async seed(
    now: Seeded,
    apply: (all: Map<string, T>, changes: { made: string[]; gone: string[] }) => void,
  ): Promise<void> {
    const changes = seedChanges(this.#seeded, now);
    if (changes.made.length === 0 && changes.gone.length === 0) {
      return;
    }
    apply(this.#all, changes);
    this.#seeded = now;
    await this.#save();
  }

  /** Changes what is held and writes it; what cannot be written is as before, so that nothing is shown that is lost. */
  async change(change: (all: Map<string, T>) => unknown): Promise<void> {
    const before = structuredClone(this.#all);
    change(this.#all);
    try {
      await this.#save();
    } catch (error) {
      this.#all = before;
      throw error;
    }
  }

  #save(): Promise<void> {
    const content = JSON.stringify({ seeded: this.#seeded, [this.#kind]: Object.fromEntries(this.#all) }, undefined, 2);
    this.#writing = this.#writing.catch(() => undefined).then(() => writeAtomic(this.#file, content));
    return this.#writing;
  }
}
