// How numbers, times and values read.

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(2)} s` : `${(milliseconds / 60_000).toFixed(1)} min`;
}

/** @param {number} time milliseconds since the epoch */
export function clock(time) {
  const date = new Date(time);
  const hours = date.toLocaleTimeString(undefined, { hour12: false });
  return date.toDateString() === new Date().toDateString() ? hours : `${date.toLocaleDateString()} ${hours}`;
}

/** @param {number} time milliseconds since the epoch */
export const wholeTime = (time) => new Date(time).toISOString();

/** A log as it reads: programs colour it for a terminal, and draw progress over itself. @param {string} text */
export const plain = (text) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, "")
    .replace(/\r\n/g, "\n")
    .replace(/^.*\r(?!$)/gm, "");

/** @param {string} digest */
export const shortDigest = (digest) => digest.replace(/^sha256:/, "").slice(0, 12);

/** @param {unknown} value */
export const json = (value) => (typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? ""));

/** A value without what is null in it, which agents' protocols are full of. @param {unknown} value */
export const filled = (value) =>
  value === null || typeof value !== "object"
    ? value
    : JSON.parse(JSON.stringify(value, (_, item) => (item === null ? undefined : item)));

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
