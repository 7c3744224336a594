const live = process.stdout.isTTY && !process.env.CI;
const colour = live && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Text in the terminal's colours, plain where the output is not a terminal. */
export const style = {
  good: (text) => paint(32, text),
  bad: (text) => paint(31, text),
  dim: (text) => paint(2, text),
  strong: (text) => paint(1, text),
};

/** Milliseconds as people read them: `0.1 s`, `12 s`, `3 min 05 s`. */
export function seconds(milliseconds) {
  const value = milliseconds / 1000;
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 100) return `${Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${String(Math.round(value % 60)).padStart(2, "0")} s`;
}

let shown = "";
/** Shows one line that the next output replaces; nothing where the output is not a terminal. */
export function transient(text) {
  if (!live || text === shown) return;
  shown = text;
  process.stdout.write(`\r\u001b[2K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
}

/** Prints a line that stays. */
export function print(text = "") {
  if (live && shown !== "") process.stdout.write("\r\u001b[2K");
  shown = "";
  process.stdout.write(`${text}\n`);
}

const width = 24;
/** A finished step's line: mark, name, time, and what is worth knowing. */
export const finished = (name, time, note = "") =>
  `${style.good("✓")} ${name.padEnd(width)} ${seconds(time).padStart(8)}${note ? `   ${style.dim(note)}` : ""}`;

/**
 * Runs one step and prints one line with its time when it is done. While it runs, a terminal shows its last word and the
 * time; elsewhere a step that takes long says so every 20 seconds.
 *
 * @param {string} name
 * @param {(say: (text: string) => void) => Promise<string | { note: string, time: number } | void>} body Gets a function for
 *   progress; returns a note, with the time that it took where it was begun earlier.
 * @returns {Promise<number>} milliseconds
 */
export async function step(name, body) {
  const begin = Date.now();
  let word = "";
  let told = begin;
  const show = () => {
    const time = Date.now() - begin;
    if (live && time > 150) transient(`${style.dim("·")} ${name.padEnd(width)} ${seconds(time).padStart(8)}   ${word}`);
    else if (!live && Date.now() - told > 20_000) {
      told = Date.now();
      print(`· ${name.padEnd(width)} ${seconds(time).padStart(8)}   ${word}`);
    }
  };
  const timer = setInterval(show, 200);
  try {
    const answer = await body((text) => {
      word = text;
      show();
    });
    const { note, time } = typeof answer === "object" ? answer : { note: answer ?? "", time: Date.now() - begin };
    print(finished(name, time, note));
    return time;
  } catch (error) {
    print(`${style.bad("✗")} ${name.padEnd(width)} ${seconds(Date.now() - begin).padStart(8)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
