/** Compares two texts by code point, as Python and every other machine does; never by locale. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  if (index === length) return a.length - b.length;
  // Within a surrogate pair, the difference is one of the whole character.
  return rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
}

/** The place of a code unit in the order of code points: surrogates stand for what comes after U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Text in quotes for a message, control characters made visible, cut to a readable length. */
export function quoteForMessage(text: string): string {
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  return shown.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
