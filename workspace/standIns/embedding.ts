import { isEmptyWord, sharedMeaning, wordsOf } from "./words.js";

/** Numbers of an embedding, as the large embedding models on Databricks have. */
export const dimensions = 1024;

/**
 * A deterministic embedding of a text: its words and the runs of two to four characters inside them, hashed onto the
 * dimensions with a sign, normalised. Texts with common words or word stems are near each other, in any script. Of meaning it
 * knows a small table of business words in English and Japanese; other synonyms are as far apart as any other words.
 */
export function embedText(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const [feature, weight] of features(text)) {
    const hash = hashOf(feature);
    const index = (hash >>> 1) % dimensions;
    vector[index] = (vector[index] ?? 0) + (hash & 1 ? weight : -weight);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.map((_, index) => (index === 0 ? 1 : 0)) : vector.map((value) => value / length);
}

/** Cosine of the angle between two embeddings: 1 for the same direction, 0 for nothing in common. */
export function similarity(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (const [index, value] of left.entries()) {
    sum += value * (right[index] ?? 0);
  }
  return sum;
}

function features(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + weight);
  };
  for (const word of wordsOf(text)) {
    const weight = isEmptyWord(word) ? 0.1 : 1;
    const meaning = sharedMeaning(word);
    // The word itself still counts: the same word is nearer than another one for it.
    if (meaning !== undefined) add(`m:${meaning}`, weight);
    add(`w:${word}`, weight);
    // Runs of characters find other forms of a word, and words in scripts that do not separate them.
    const letters = [...`^${word}$`];
    for (const size of [2, 3, 4]) {
      for (let start = 0; start + size <= letters.length; start += 1) {
        add(`${size}:${letters.slice(start, start + size).join("")}`, (weight * 0.4) / Math.sqrt(letters.length));
      }
    }
  }
  // What is said often counts more, but not in proportion.
  return new Map([...counts].map(([feature, weight]) => [feature, weight > 1 ? 1 + Math.log(weight) : weight]));
}

/** FNV-1a over UTF-16 code units, with a final mix so that the low bits are as good as the others. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
