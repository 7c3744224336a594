import { appendFile } from "node:fs/promises";

/** How often a build that says nothing says that it goes on, in milliseconds. */
const everyMs = 5_000;

/** The log of a deployment's build: what is done, and while that takes long, for how long. */
export class BuildLog {
  readonly #file: string;
  #writing = Promise.resolve();

  /** @param file where it is kept */
  constructor(file: string) {
    this.#file = file;
  }

  /** Adds a line. */
  say(line: string): void {
    this.#writing = this.#writing.then(() => appendFile(this.#file, `${line}\n`));
  }

  /**
   * A step with its time: clients show the last line while they wait, and an installer is silent while it downloads.
   *
   * @param what is done, as in `installing the requirements`
   */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begun = Date.now();
    const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
    this.say(`${what} …`);
    const timer = setInterval(() => this.say(`${what}: ${seconds()}`), everyMs);
    try {
      const done = await work();
      this.say(`${what}: done in ${seconds()}`);
      return done;
    } finally {
      clearInterval(timer);
      await this.#writing;
    }
  }
}
