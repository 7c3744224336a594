/** Cell commands whose cell is Python all the same. */
const ofPython = new Set(["capture", "prun", "python", "python3", "py", "time", "timeit"]);
const cellStart = /^(?:# COMMAND -+|# %%|# In\[)/;

/**
 * The text of a notebook without its commands (`%pip …`, `!ls`, `%%sh` and its cell, `files = !ls`, `?help`), as long as
 * before: each is a comment, or a statement that does nothing.
 */
export function maskMagics(text: string): string {
  let isOther = false;
  return text
    .split("\n")
    .map((line) => {
      if (cellStart.test(line)) isOther = false;
      const cell = /^%%(\w+)/.exec(line)?.[1];
      if (cell !== undefined) isOther = !ofPython.has(cell);
      // A line of another language; its length is what matters.
      if (isOther && line !== "") return `#${line.slice(1)}`;
      return maskLine(line);
    })
    .join("\n");
}

function maskLine(line: string): string {
  const timed = /^(\s*)%time(?:it)?\s+(?=\S)/.exec(line);
  // `%time x = f()` runs what stands behind it.
  if (timed !== null && !/^%timeit?\s+-/.test(line.trim())) {
    const [whole, indent = ""] = timed;
    return `${indent}0${" ".repeat(whole.length - indent.length - 2)};${line.slice(whole.length)}`;
  }
  const command = /^(\s*)(?:%{1,2}[A-Za-z]|!|\?+\w)/.exec(line) ?? /^(\s*)(?=[\w.]+\?+\s*$)/.exec(line);
  if (command !== null) return masked(line, command[1]?.length ?? 0);
  const assigned = /^\s*[\w.,* ]+=\s*(?=%[A-Za-z]|!)/.exec(line);
  return assigned === null ? line : masked(line, assigned[0].length);
}

/** A statement that does nothing from an offset on, as long as the line was. */
function masked(line: string, at: number): string {
  return line.length - at < 2 ? `${line.slice(0, at)}0` : `${line.slice(0, at)}0#${line.slice(at + 2)}`;
}
