import { PyFloat, type Value, ValueMap } from "../python/documents/values.js";

/**
 * Reads JSON as Python does: `1.0` stays a float, and integers keep all their digits.
 *
 * @param text JSON text
 * @throws SyntaxError when it is not JSON
 */
export function readJson(text: string): Value {
  // The engine's own parser decides what is JSON; the walk below may then trust the text.
  JSON.parse(text);
  return new Reader(text).value();
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): Value {
    this.space();
    const value = this.bare();
    this.space();
    return value;
  }

  private bare(): Value {
    const character = this.text[this.at];
    if (character === "{") return this.object();
    if (character === "[") return this.array();
    if (character === '"') return this.string();
    for (const [word, value] of words) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(): Value {
    const entries = new Map<string, Value>();
    this.at += 1;
    this.space();
    while (this.text[this.at] !== "}") {
      const key = this.string();
      this.space();
      this.at += 1;
      entries.set(key, this.value());
      this.comma();
    }
    this.at += 1;
    return new ValueMap([...entries]);
  }

  private array(): Value {
    const items: Value[] = [];
    this.at += 1;
    this.space();
    while (this.text[this.at] !== "]") {
      items.push(this.value());
      this.comma();
    }
    this.at += 1;
    return items;
  }

  private comma(): void {
    if (this.text[this.at] === ",") this.at += 1;
    this.space();
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    while (this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    this.at += 1;
    return String(JSON.parse(this.text.slice(start, this.at)));
  }

  private number(): Value {
    number.lastIndex = this.at;
    const found = number.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return /[.eE]/.test(found) ? new PyFloat(Number(found)) : BigInt(found);
  }

  private space(): void {
    while (" \t\r\n".includes(this.text[this.at] ?? "x")) this.at += 1;
  }
}

const words: [string, Value][] = [
  ["null", null],
  ["true", true],
  ["false", false],
];
