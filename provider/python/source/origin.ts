import { type Place, placeOf } from "./parse.js";

/** Where text that is read as a file of its own lies in the user's file. */
export interface Origin {
  /** All of the user's file; of an `.ipynb`, the code of its cells, one below the other. */
  whole: string;
  /** The offset in the whole of one in the text. */
  offset(at: number): number;
  /** The offset in the text of one in the whole. */
  inner(at: number): number;
  /** Of an `.ipynb`: where each cell's code begins in the whole, and the cell's number, from 1. */
  cells?: readonly CellStart[];
}

/** Where a cell begins. */
export interface CellStart {
  from: number;
  number: number;
}

/** A place in a notebook. */
export interface CellPlace extends Place {
  /** Number of the cell, from 1, that the line is counted in; absent outside of an `.ipynb`. */
  cell?: number;
}

/** A part of a file as a text of its own. */
export function partOf(
  whole: string,
  lines: readonly { text: string; start: number }[],
  cells: readonly CellStart[] | undefined,
): { text: string; origin: Origin } {
  const begins: number[] = [];
  let length = 0;
  for (const line of lines) {
    begins.push(length);
    length += line.text.length + 1;
  }
  const lastUpTo = (table: readonly number[], at: number) =>
    Math.max(
      0,
      table.findLastIndex((one) => one <= at),
    );
  const starts = lines.map(({ start }) => start);
  const offset = (at: number) => {
    const line = lastUpTo(begins, at);
    return (starts[line] ?? 0) + at - (begins[line] ?? 0);
  };
  const inner = (at: number) => {
    const line = lastUpTo(starts, at);
    return (begins[line] ?? 0) + at - (starts[line] ?? 0);
  };
  const text = lines.map((line) => line.text).join("\n");
  return { text, origin: { whole, offset, inner, ...(cells === undefined ? {} : { cells }) } };
}

/** The place of an offset of a text in the user's file. */
export function placeIn(text: string, origin: Origin | undefined, offset: number): CellPlace {
  if (origin === undefined) return placeOf(text, offset);
  return placeInWhole(origin, origin.offset(offset));
}

/** The place of an offset of the whole. */
export function placeInWhole({ whole, cells }: Origin, at: number): CellPlace {
  const place = placeOf(whole, Math.min(at, whole.length));
  const cell = cells?.findLast(({ from }) => from <= at);
  if (cell === undefined) return place;
  return { ...place, line: place.line - placeOf(whole, cell.from).line + 1, cell: cell.number };
}

/** The code of an `.ipynb`; undefined where it is none. */
export function cellsOf(json: string): { whole: string; starts: CellStart[] } | undefined {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isObject(document) || !Array.isArray(document.cells)) return undefined;
  const starts: CellStart[] = [];
  let whole = "";
  document.cells.forEach((cell: unknown, index: number) => {
    if (!isObject(cell) || cell.cell_type !== "code") return;
    const { source } = cell;
    const lines: unknown[] = Array.isArray(source) ? source : [source];
    whole += "# %%\n";
    starts.push({ from: whole.length, number: index + 1 });
    whole += `${lines.filter((line) => typeof line === "string").join("")}\n`;
  });
  return { whole, starts };
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}
