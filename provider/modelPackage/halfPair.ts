/**
 * Whether a text in a value, or one of its keys, holds half of a surrogate pair. JSON can write such a text; UTF-8 cannot,
 * and libyaml refuses a file with it.
 *
 * @param value of a program, or as it was read from a file
 */
export function holdsHalfPair(value: unknown): boolean {
  // A list instead of recursion: how deep a value goes is the user's choice.
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") {
      if (/\p{Surrogate}/u.test(next)) return true;
    } else if (next instanceof Map || Array.isArray(next)) for (const item of next) waiting.push(item);
    else if (typeof next === "object" && next !== null) waiting.push(...Object.keys(next), ...Object.values(next));
  }
  return false;
}
