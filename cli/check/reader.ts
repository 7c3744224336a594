/** A value that is written out in a program; `undefined` stands for one that only running the program tells. */
export type Literal = string | number | boolean | null | Literal[] | { [name: string]: Literal | undefined };

/** The name of an object's entry that stands for entries whose names are not written out. */
export const unknownNames = "...";

const deepest = 50;

/** Reads the literals of JavaScript; what is no literal is skipped. */
export class Reader {
  at = 0;
  /** Source of each entry of the outermost object that was read last. */
  entries: [string, string][] = [];

  constructor(private readonly text: string) {}

  /**
   * Each match of `pattern` that is neither in a text nor in a comment, and its first group.
   *
   * @param pattern sticky; it begins with a word
   */
  *constructions(pattern: RegExp): Iterable<{ kind: string; behind: number }> {
    for (let index = 0; index < this.text.length; ) {
      const next = this.afterIgnored(index);
      if (next > index) {
        index = next;
        continue;
      }
      pattern.lastIndex = index;
      const match = /\w/.test(this.text[index - 1] ?? "") ? null : pattern.exec(this.text);
      if (match !== null) yield { kind: match[1] ?? "", behind: index + match[0].length };
      index += match === null ? 1 : match[0].length;
    }
  }

  take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** A literal; undefined, with the expression skipped, for anything else. */
  value(depth = 0): Literal | undefined {
    this.space();
    const start = this.at;
    const literal = depth > deepest ? undefined : this.literal(depth);
    this.space();
    // `"a" + b` and `[…].map(…)` begin with a literal and are none.
    if (literal !== undefined && /^(?:[,)\]}]|$)/.test(this.text.slice(this.at, this.at + 1))) return literal;
    this.at = start;
    this.skipExpression();
    return undefined;
  }

  /** Goes to the comma or the closing bracket behind an expression. */
  skipExpression(): void {
    this.skipTo((character) => /[,)\]}]/.test(character));
  }

  /** Goes to the end of a statement: a semicolon, or a line behind which none goes on. */
  skipStatement(): void {
    this.space();
    const goesOn = () => /^\s*[.?:&|+([]/.test(this.text.slice(this.at, this.at + 200));
    this.skipTo((character) => /[;)\]}]/.test(character) || (character === "\n" && !goesOn()));
  }

  /** Goes to the first character outside of brackets, texts and comments that ends something. */
  private skipTo(ends: (character: string) => boolean): void {
    for (let depth = 0; this.at < this.text.length; ) {
      const next = this.afterIgnored(this.at);
      if (next > this.at) {
        this.at = next;
        continue;
      }
      const character = this.text[this.at] ?? "";
      if (depth === 0 && ends(character)) return;
      if (/[([{]/.test(character)) depth += 1;
      else if (/[)\]}]/.test(character)) depth -= 1;
      this.at += 1;
    }
  }

  /** Sources of the items of a list or of the arguments of a call, from behind its opening bracket. */
  items(closing: "]" | ")"): string[] {
    const found: string[] = [];
    while (!this.take(closing) && this.at < this.text.length) {
      const start = this.at;
      this.skipExpression();
      found.push(this.text.slice(start, this.at).trim());
      if (!this.take(",") && this.at === start) break;
    }
    return found;
  }

  private literal(depth: number): Literal | undefined {
    const character = this.text[this.at] ?? "";
    if (character === '"' || character === "'" || character === "`") return this.string(character);
    if (character === "[") return this.array(depth);
    if (character === "{") return this.object(depth);
    const word = /^(?:true|false|null|-?\d+(?:\.\d+)?)(?![\w$.])/.exec(this.text.slice(this.at, this.at + 40))?.[0];
    if (word === undefined) return undefined;
    this.at += word.length;
    return JSON.parse(word) as Literal;
  }

  private string(quote: string): string | undefined {
    const end = this.afterIgnored(this.at);
    const body = this.text.slice(this.at + 1, end - 1);
    if (body.includes("\\") || (quote === "`" && body.includes("${"))) return undefined;
    this.at = end;
    return body;
  }

  private array(depth: number): Literal[] | undefined {
    const items: Literal[] = [];
    let whole = true;
    this.at += 1;
    while (!this.take("]")) {
      const before = this.at;
      const item = this.value(depth + 1);
      if (item === undefined) whole = false;
      else items.push(item);
      if (!this.take(",") && this.at === before) return undefined;
    }
    return whole ? items : undefined;
  }

  private object(depth: number): Literal | undefined {
    const entries: [string, Literal | undefined][] = [];
    const sources: [string, string][] = [];
    this.at += 1;
    while (!this.take("}")) {
      const before = this.at;
      this.space();
      const key = /^(?:[\w$]+|"[^"\\\n]*"|'[^'\\\n]*')/.exec(this.text.slice(this.at, this.at + 200))?.[0];
      if (key === undefined) {
        // `...common` and computed names: there may be more than is written out.
        entries.push([unknownNames, undefined]);
        this.skipExpression();
      } else {
        this.at += key.length;
        const name = key.replace(/^["']|["']$/g, "");
        // `requirements,` stands for a variable of that name.
        const isShort = !this.take(":");
        const start = isShort ? before : this.at;
        if (isShort) {
          entries.push([name, undefined]);
          this.skipExpression();
        } else entries.push([name, this.value(depth + 1)]);
        if (depth === 0) sources.push([name, this.text.slice(start, this.at).trim()]);
      }
      if (!this.take(",") && this.at === before) return undefined;
    }
    if (depth === 0) this.entries = sources;
    return Object.fromEntries(entries);
  }

  private space(): void {
    for (;;) {
      while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
      const next =
        this.text.startsWith("//", this.at) || this.text.startsWith("/*", this.at)
          ? this.afterIgnored(this.at)
          : this.at;
      if (next === this.at) return;
      this.at = next;
    }
  }

  /** The offset behind a text or comment that begins here; the same offset where none does. */
  private afterIgnored(index: number): number {
    const { text } = this;
    const character = text[index];
    if (character === "/" && text[index + 1] === "/") return endOf(text, "\n", index);
    if (character === "/" && text[index + 1] === "*") return endOf(text, "*/", index + 2);
    if (character !== '"' && character !== "'" && character !== "`") return index;
    let end = index + 1;
    while (end < text.length && text[end] !== character && (character === "`" || text[end] !== "\n"))
      end += text[end] === "\\" ? 2 : 1;
    return Math.min(end + 1, text.length);
  }
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
