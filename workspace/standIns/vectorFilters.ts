import { invalidParameter } from "../errors.js";
import type { Row } from "../fixtures/standIns.js";
import { isRecord } from "../paths.js";

/** Whether a row fits. */
export type Filter = (row: Row) => boolean;

const operators = ["NOT LIKE", "LIKE", "NOT", "<=", ">=", "<", ">"] as const;

/**
 * The filters of a query: an object of `"column operator": value`, all of which must hold. A list of values holds where
 * one of them does; columns joined by OR take a list with a value for each.
 *
 * @param text the JSON; undefined for none
 * @param columns that exist
 * @throws ApiError 400
 */
export function parseFilters(text: string | undefined, columns: readonly string[]): Filter[] {
  if (text === undefined || text === "") {
    return [];
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw invalidParameter("filters_json is not JSON.");
  }
  if (!isRecord(content)) {
    throw invalidParameter("filters_json is not an object.");
  }
  return Object.entries(content).map(([key, value]) => filterOf(key, value, columns));
}

function filterOf(key: string, value: unknown, columns: readonly string[]): Filter {
  const alternatives = key.split(/\s+OR\s+/);
  if (alternatives.length > 1) {
    if (!Array.isArray(value) || value.length !== alternatives.length) {
      throw invalidParameter(`The filter '${key}' needs a list of ${alternatives.length} values.`);
    }
    const parts = alternatives.map((part, index) => filterOf(part, value[index], columns));
    return (row) => parts.some((fits) => fits(row));
  }
  const operator = operators.find((item) => key.endsWith(` ${item}`)) ?? "";
  const column = key.slice(0, key.length - operator.length).trim();
  if (!columns.includes(column)) {
    throw invalidParameter(`Filter column '${column}' is not present in the index. It has ${columns.join(", ")}.`);
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const fits = (row: Row, one: unknown): boolean => compare(row[column], operator.replace("NOT ", ""), one);
  return operator.startsWith("NOT")
    ? (row) => list.every((one) => !compare(row[column], operator === "NOT" ? "" : "LIKE", one))
    : (row) => list.some((one) => fits(row, one));
}

function compare(own: unknown, operator: string, value: unknown): boolean {
  if (own === null || own === undefined) {
    return false;
  }
  switch (operator) {
    case "LIKE":
      return String(own).includes(String(value).replaceAll("%", ""));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(order(own, value), operator);
    default:
      return typeof own === "number" ? own === Number(value) : String(own) === String(value);
  }
}

function order(own: unknown, value: unknown): number {
  if (typeof own === "number") {
    return own - Number(value);
  }
  const [left, right] = [String(own), String(value)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function ordered(difference: number, operator: "<" | "<=" | ">" | ">="): boolean {
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}
