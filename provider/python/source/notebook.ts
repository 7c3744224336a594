import { type ParsedPython, parsePython } from "./parse.js";

/** The agent that a notebook writes to a file, and where it lies in the notebook. */
export interface WrittenCell {
  parsed: ParsedPython;
  /** Offset in the notebook of an offset in the cell. */
  offset(at: number): number;
}

const magicPrefix = /^# MAGIC ?/;
const writes = /^(?:# MAGIC ?)?%%writefile\s+(?:-a\s+)?["']?([^\s"']+\.py)["']?\s*$/;
const setsModel = /\bset_model\(/;
const cellEnd = /^(?:# COMMAND -+|# %%|# In\[|%%?[a-z]|# MAGIC %)/;

/**
 * The cell of a notebook that begins with `%%writefile agent.py`: what else the notebook holds drives it, and is not run
 * where the agent is served. Undefined where a file is no such notebook.
 *
 * @param text the notebook, exported as source
 */
export function writtenCell(text: string): WrittenCell | undefined {
  if (!text.includes("%%writefile")) return undefined;
  const lines = text.split("\n");
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const first = bestCell(lines);
  if (first === undefined) return undefined;
  const kept: { text: string; start: number }[] = [];
  const isMagic = magicPrefix.test(lines[first] ?? "");
  const end = endOfCell(lines, first);
  for (let index = first + 1; index < end; index++) {
    const line = lines[index] ?? "";
    const prefix = isMagic ? (magicPrefix.exec(line)?.[0].length ?? 0) : 0;
    kept.push({ text: line.slice(prefix), start: (starts[index] ?? 0) + prefix });
  }
  const cell = kept.map((line) => line.text).join("\n");
  const begins: number[] = [];
  let length = 0;
  for (const line of kept) {
    begins.push(length);
    length += line.text.length + 1;
  }
  const offset = (position: number): number => {
    let line = 0;
    while (line + 1 < begins.length && (begins[line + 1] ?? 0) <= position) line += 1;
    return (kept[line]?.start ?? 0) + position - (begins[line] ?? 0);
  };
  return { parsed: parsePython(cell), offset };
}

/**
 * The cell that writes the model: the last one with `set_model`, else the last one. None where the notebook's own code
 * sets the model: there it is the agent, and writes its helpers.
 */
function bestCell(lines: readonly string[]): number | undefined {
  const cells = lines.flatMap((line, index) => (writes.test(line) ? [index] : []));
  const inside = new Set<number>();
  const holdsModel = (start: number) => {
    const end = endOfCell(lines, start);
    let holds = false;
    for (let index = start + 1; index < end; index++) {
      inside.add(index);
      if (setsModel.test(lines[index] ?? "")) holds = true;
    }
    return holds;
  };
  const best = cells.filter(holdsModel).at(-1);
  if (best !== undefined) return best;
  const isModel = lines.some((line, index) => !inside.has(index) && !line.startsWith("#") && setsModel.test(line));
  return isModel ? undefined : cells.at(-1);
}

/** The line after the last one of the cell that begins at a line. */
function endOfCell(lines: readonly string[], start: number): number {
  const isMagic = magicPrefix.test(lines[start] ?? "");
  const end = lines.findIndex(
    (line, index) => index > start && (isMagic ? !line.startsWith("# MAGIC") : cellEnd.test(line)),
  );
  return end === -1 ? lines.length : end;
}
