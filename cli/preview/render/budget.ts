/** A part of the report that can be shortened. */
export interface Section {
  /** The smaller, the later it is cut. 0 stays. */
  rank: number;
  /** What a reader calls it, for the announcement: `files`, `the graph`. Empty: its absence is not worth a word. */
  label: string;
  /** How many rows it has. */
  rows: number;
  /**
   * The text with at most `limit` rows, saying how many are left out. With 0 rows it is left out as a whole.
   */
  render(limit: number): string;
}

/** Rows that a section keeps as it is shortened. */
const steps = [60, 25, 10, 4] as const;

/** What was left out: rows by label. */
export type Cut = Map<string, number>;

/**
 * The sections in their order, shortened until they fit: least important first, and within a rank all alike.
 *
 * @param budget greatest length in characters
 */
export function shorten(sections: readonly Section[], budget: number): { text: string; cut: Cut } {
  const limits = sections.map(({ rows }) => rows);
  const texts = sections.map((section) => section.render(section.rows));
  let total = texts.reduce((sum, text) => sum + text.length, 0);
  const ranks = [...new Set(sections.map(({ rank }) => rank))].filter((rank) => rank > 0).sort((a, b) => b - a);
  const cutTo = (index: number, limit: number) => {
    const [section, before] = [sections[index], limits[index] ?? 0];
    if (section === undefined || before <= limit || total <= budget) return;
    const text = limit === 0 ? "" : section.render(limit);
    total += text.length - (texts[index] ?? "").length;
    texts[index] = text;
    limits[index] = limit;
  };
  const of = (rank: number) => [...sections.keys()].filter((index) => sections[index]?.rank === rank);
  // First everything gets shorter, so that a long list cannot push out a short one; then whole sections go, the last first.
  for (const step of steps) for (const rank of ranks) for (const index of of(rank)) cutTo(index, step);
  for (const rank of ranks) for (const index of of(rank).reverse()) cutTo(index, 0);
  const cut: Cut = new Map();
  for (const [index, { label, rows }] of sections.entries()) {
    const missing = rows - (limits[index] ?? 0);
    if (missing > 0 && label !== "") cut.set(label, (cut.get(label) ?? 0) + missing);
  }
  return { text: texts.join(""), cut };
}
