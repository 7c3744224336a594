import { maskMagics } from "./magics.js";
import { cellsOf, type Origin, partOf } from "./origin.js";
import { type ParsedPython, parsePython } from "./parse.js";

/** A file that a notebook writes. */
export interface WrittenFile {
  /** Its path as the notebook names it. */
  path: string;
  text: string;
  origin: Origin;
}

/** What is to be read of a notebook. */
export interface Notebook {
  /** The agent: the cell that writes it, else the notebook itself. */
  parsed: ParsedPython;
  /** Where the agent's text lies in the notebook; absent where it is all of it, as it is. */
  origin?: Origin;
  /** Path of the agent's file where a cell writes it. */
  writes?: string;
  /** The other files that it writes, which the agent may import. */
  written: WrittenFile[];
}

const magicPrefix = /^# MAGIC ?/;
const writes = /^(?:# MAGIC ?)?%%writefile\s+(?:-a\s+)?["']?([^\s"']+\.py)["']?\s*$/;
const setsModel = /\bset_model\(/;
const cellEnd = /^(?:# COMMAND -+|# %%|# In\[|%%?[a-z]|# MAGIC %)/;

/**
 * Reads a notebook: exported as source, or as Jupyter keeps it. A cell that begins with `%%writefile agent.py` is the agent:
 * what else the notebook holds drives it, and is not run where the agent is served.
 *
 * @param text of the file
 * @param isJupyter whether it is an `.ipynb`
 * @returns undefined for an `.ipynb` that holds no cells
 */
export function readNotebook(text: string, isJupyter: boolean): Notebook | undefined {
  const cells = isJupyter ? cellsOf(text) : undefined;
  if (isJupyter && cells === undefined) return undefined;
  const whole = cells?.whole ?? text;
  const lines = whole.split("\n");
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const cell = (first: number): WrittenFile => {
    const kept = writtenLines(lines, first).map(({ index, prefix }) => ({
      text: (lines[index] ?? "").slice(prefix),
      start: (starts[index] ?? 0) + prefix,
    }));
    const path = (writes.exec(lines[first] ?? "")?.[1] ?? "").replace(/^\.\//, "");
    return { path, ...partOf(whole, kept, cells?.starts) };
  };
  const firsts = whole.includes("%%writefile")
    ? lines.flatMap((line, index) => (writes.test(line) ? [index] : []))
    : [];
  const best = bestCell(lines, firsts);
  const written = firsts.filter((first) => first !== best).map(cell);
  if (best !== undefined) {
    const agent = cell(best);
    return { parsed: parsePython(agent.text), origin: agent.origin, writes: agent.path, written };
  }
  const parsed = parseMasked(whole);
  if (cells === undefined && parsed.text === whole) return { parsed, written };
  const origin: Origin = { whole, offset: (one) => one, inner: (one) => one, ...(cells && { cells: cells.starts }) };
  return { parsed, origin, written };
}

/** Parses a notebook's own code. What is no Python in it is taken for commands of notebooks, and left out. */
function parseMasked(whole: string): ParsedPython {
  const parsed = parsePython(whole);
  if (parsed.fault === undefined) return parsed;
  const masked = parsePython(maskMagics(whole));
  return masked.fault === undefined ? masked : parsed;
}

/**
 * The cell that writes the model: the last one with `set_model`, else the last one. None where the notebook's own code
 * sets the model: there it is the agent, and writes its helpers.
 */
function bestCell(lines: readonly string[], cells: readonly number[]): number | undefined {
  const inside = new Set<number>();
  const holdsModel = (start: number) => {
    let holds = false;
    for (const { index } of writtenLines(lines, start)) {
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

/** The lines of the cell that begins at a line, behind that, and how much of each is the export's own. */
function writtenLines(lines: readonly string[], start: number): { index: number; prefix: number }[] {
  const isMagic = magicPrefix.test(lines[start] ?? "");
  const found: { index: number; prefix: number }[] = [];
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (isMagic ? !line.startsWith("# MAGIC") : cellEnd.test(line)) break;
    found.push({ index, prefix: isMagic ? (magicPrefix.exec(line)?.[0].length ?? 0) : 0 });
  }
  return found;
}
