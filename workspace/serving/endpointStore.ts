import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readJson, writeAtomic } from "../server/atomicFile.js";
import { type EndpointRecord, endpointSchema } from "./records.js";

/** The endpoints of a workspace: in memory, and in one file each, written before a change is acknowledged. */
export class EndpointStore {
  readonly #folder: string;
  readonly #records = new Map<string, EndpointRecord>();
  /** Last write of each endpoint, so that two do not overtake each other. */
  readonly #writes = new Map<string, Promise<void>>();

  /** @param folder where the files lie */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Reads what an earlier process left.
   *
   * @param log told about files that cannot be read
   */
  async load(log: (line: string) => void): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const file of await readdir(this.#folder)) {
      if (!file.endsWith(".json")) {
        // What a broken write left beside.
        await rm(join(this.#folder, file), { force: true });
        continue;
      }
      const record = endpointSchema.safeParse(await readJson(join(this.#folder, file)).catch(() => undefined));
      if (record.success) {
        this.#records.set(record.data.name, record.data);
      } else {
        log(`the endpoint file ${file} cannot be read and is left alone`);
      }
    }
  }

  get(name: string): EndpointRecord | undefined {
    return this.#records.get(name);
  }

  all(): EndpointRecord[] {
    return [...this.#records.values()];
  }

  /** Keeps a record; done when it is on disk. What cannot be written is as before, so that nothing is shown that is lost. */
  async save(record: EndpointRecord): Promise<void> {
    this.#records.set(record.name, record);
    const content = JSON.stringify(record, undefined, 2);
    try {
      await this.#next(record, () => writeAtomic(this.#file(record), content));
    } catch (error) {
      const kept = endpointSchema.safeParse(await readJson(this.#file(record)).catch(() => undefined));
      if (kept.success) {
        Object.assign(record, kept.data);
      } else if (this.#records.get(record.name) === record) {
        this.#records.delete(record.name);
      }
      throw error;
    }
  }

  /** Forgets a record; done when its file is gone. */
  async delete(record: EndpointRecord): Promise<void> {
    this.#records.delete(record.name);
    await this.#next(record, () => rm(this.#file(record), { force: true }));
  }

  async #next(record: EndpointRecord, write: () => Promise<void>): Promise<void> {
    const done = (this.#writes.get(record.id) ?? Promise.resolve()).catch(() => undefined).then(write);
    this.#writes.set(record.id, done);
    await done;
  }

  #file(record: EndpointRecord): string {
    return join(this.#folder, `${record.id}.json`);
  }
}
