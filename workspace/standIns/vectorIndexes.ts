import { invalidParameter, notFound } from "../errors.js";
import type { Row, VectorIndexFixture } from "../fixtures/standIns.js";
import { dimensions, embedText, similarity } from "./embedding.js";
import { type Filter, parseFilters } from "./vectorFilters.js";
import { wordsOf } from "./words.js";

/** A question to an index. */
export interface VectorQuery {
  columns: readonly string[];
  text?: string | undefined;
  vector?: readonly number[] | undefined;
  /** Default: 10. */
  count?: number | undefined;
  type?: string | undefined;
  /** JSON of filters by column. */
  filters?: string | undefined;
  threshold?: number | undefined;
}

/** The rows that fit a question, best first, each with its score at the end. */
export interface VectorAnswer {
  columns: string[];
  rows: unknown[][];
}

interface Entry {
  row: Row;
  vector: number[];
  words: Set<string>;
}

/** Vector search indexes over the rows of the fixtures, each embedded when it is first asked. */
export class VectorIndexes {
  readonly #fixtures: readonly VectorIndexFixture[];
  readonly #entries = new Map<string, Entry[]>();

  constructor(fixtures: readonly VectorIndexFixture[]) {
    this.#fixtures = fixtures;
  }

  /** All indexes. */
  get all(): readonly VectorIndexFixture[] {
    return this.#fixtures;
  }

  /** An index by its three-part name. @throws ApiError 404 */
  get(name: string): VectorIndexFixture {
    const found = this.#fixtures.find((index) => index.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) {
      throw notFound(`Vector index '${name}' does not exist.`);
    }
    return found;
  }

  /**
   * Searches an index.
   *
   * @throws ApiError 404 for an unknown index, 400 for unknown columns, filters or a vector of another length
   */
  query(name: string, query: VectorQuery): VectorAnswer {
    const index = this.get(name);
    const unknown = query.columns.find((column) => index.columns[column] === undefined);
    if (unknown !== undefined) {
      throw invalidParameter(
        `Requested columns to fetch are not present in index: ${unknown}. It has ${Object.keys(index.columns).join(", ")}.`,
      );
    }
    const count = query.count ?? 10;
    if (count < 1) {
      throw invalidParameter("num_results must be at least 1.");
    }
    const filters = parseFilters(query.filters, Object.keys(index.columns));
    const scored = this.#score(index, query, filters)
      .filter(({ score }) => score >= (query.threshold ?? 0))
      .sort((left, right) => right.score - left.score)
      .slice(0, count);
    return {
      columns: [...query.columns, "score"],
      rows: scored.map(({ row, score }) => [...query.columns.map((column) => row[column] ?? null), score]),
    };
  }

  /**
   * Rows in the order of the primary key.
   *
   * @param after primary key of the last row that was seen
   */
  scan(name: string, count: number, after: string | undefined): Row[] {
    const { rows, primaryKey } = this.get(name);
    const start = after === undefined ? 0 : rows.findIndex((row) => String(row[primaryKey]) === after) + 1;
    return rows.slice(start, start + count);
  }

  #score(index: VectorIndexFixture, query: VectorQuery, filters: readonly Filter[]): { row: Row; score: number }[] {
    const entries = this.#embedded(index).filter(({ row }) => filters.every((fits) => fits(row)));
    const type = (query.type ?? "ANN").toUpperCase();
    if (!["ANN", "HYBRID", "FULL_TEXT"].includes(type)) {
      throw invalidParameter(`query_type '${query.type}' is not one of ANN, HYBRID, FULL_TEXT.`);
    }
    if (query.text === undefined && query.vector === undefined) {
      throw invalidParameter("Either query_text or query_vector is required.");
    }
    if (query.text === undefined && type !== "ANN") {
      throw invalidParameter(`query_type ${type} needs query_text.`);
    }
    if (query.vector !== undefined && query.vector.length !== dimensions) {
      throw invalidParameter(`query_vector has ${query.vector.length} numbers, the index has ${dimensions}.`);
    }
    const words = new Set(wordsOf(query.text ?? ""));
    const byWords = entries.map(({ row, words: own }) => ({ row, score: overlap(words, own) }));
    if (type === "FULL_TEXT") {
      return byWords.filter(({ score }) => score > 0);
    }
    const asked = query.vector === undefined ? embedText(query.text ?? "") : normalised(query.vector);
    const byVector = entries.map(({ row, vector }) => ({ row, score: closeness(asked, vector) }));
    return type === "ANN" ? byVector : fused(byVector, byWords);
  }

  #embedded(index: VectorIndexFixture): Entry[] {
    const known = this.#entries.get(index.name);
    if (known !== undefined) {
      return known;
    }
    const entries = index.rows.map((row) => {
      const text = String(row[index.textColumn] ?? "");
      return { row, vector: embedText(text), words: new Set(wordsOf(text)) };
    });
    this.#entries.set(index.name, entries);
    return entries;
  }
}

/** Databricks' score of an approximate search: 1 / (1 + squared distance). */
function closeness(left: readonly number[], right: readonly number[]): number {
  return 1 / (3 - 2 * similarity(left, right));
}

function normalised(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Share of the words of a question that a text holds. */
function overlap(words: ReadonlySet<string>, own: ReadonlySet<string>): number {
  const found = [...words].filter((word) => own.has(word)).length;
  return words.size === 0 ? 0 : found / words.size;
}

interface Scored {
  row: Row;
  score: number;
}

/** Reciprocal rank fusion of two orders, 1 for what is first in both. Rows without a common word have no second rank. */
function fused(left: readonly Scored[], right: readonly Scored[]): Scored[] {
  const ranks = (list: readonly Scored[]): Map<Row, number> => {
    const found = list.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
    return new Map(found.map(({ row }, rank) => [row, 61 / (61 + rank)]));
  };
  const [first, second] = [ranks(left), ranks(right)];
  return left.map(({ row }) => ({ row, score: ((first.get(row) ?? 0) + (second.get(row) ?? 0)) / 2 }));
}
