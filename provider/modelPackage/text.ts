/** Compares two texts by code point, as Python and every other machine does; never by locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const left = Array.from(a);
  const right = Array.from(b);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Text in quotes for a message, control characters made visible, cut to a readable length. */
export function quoteForMessage(text: string): string {
  const shown = JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
  return shown.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
