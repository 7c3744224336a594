/** Where steps are told. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Tells what a step does just now. */
export type Say = (text: string) => void;

const width = 18;
/** Where nothing can be overwritten, a step that takes long says so this often, in milliseconds. */
const often = 15_000;

/** Steps of a command, a line each when it is done; while it runs, a terminal shows its last word and the time. */
export class Progress {
  readonly #screen: Screen;
  readonly #live: boolean;
  readonly #colour: boolean;

  /** @param screen where to; its terminal's abilities decide how. Default: standard error */
  constructor(screen: Screen = process.stderr, env: NodeJS.ProcessEnv = process.env) {
    this.#screen = screen;
    this.#live = screen.isTTY === true && (env.CI ?? "") === "";
    this.#colour = this.#live && env.NO_COLOR === undefined;
  }

  /**
   * Runs one step.
   *
   * @param name of it
   * @param body does it; `note` makes what is worth knowing of its result
   */
  async step<T>(name: string, body: (say: Say) => Promise<T>, note: (value: T) => string = () => ""): Promise<T> {
    const begin = Date.now();
    let word = "";
    let told = begin;
    const line = (mark: string, text: string) =>
      `${mark} ${name.padEnd(width)} ${timeText(Date.now() - begin).padStart(8)}${text === "" ? "" : `   ${text}`}`;
    const show = () => {
      if (this.#live) this.#overwrite(line("·", word));
      else if (Date.now() - told > often) {
        told = Date.now();
        this.#screen.write(`${line("·", word)}\n`);
      }
    };
    const timer = setInterval(show, 250);
    const end = (mark: string, text: string) => {
      clearInterval(timer);
      if (this.#live) this.#overwrite("");
      this.#screen.write(`${line(mark, text)}\n`);
    };
    try {
      const value = await body((text) => {
        word = text;
        show();
      });
      end(this.#painted(32, "✓"), note(value));
      return value;
    } catch (error) {
      end(this.#painted(31, "✗"), "");
      throw error;
    }
  }

  #overwrite(text: string): void {
    this.#screen.write(`\r\u001b[2K${text.slice(0, (this.#screen.columns || 80) - 1)}`);
  }

  #painted(code: number, text: string): string {
    return this.#colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** Milliseconds as people read them: `0.1 s`, `12 s`, `3 min 05 s`. */
export function timeText(milliseconds: number): string {
  const value = milliseconds / 1000;
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 100) return `${Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${String(Math.floor(value % 60)).padStart(2, "0")} s`;
}
