/** A setting of a TOML file: a text, a list or a table; anything else as it is written. */
export type Setting = string | Setting[] | { [name: string]: Setting };

/**
 * Reads what is asked here of `pyproject.toml` and `uv.lock`: tables whose values are texts, lists and tables in braces. What
 * has another shape (a date, an escape that is not known) is kept as it is written: nothing here asks for it. Never throws.
 *
 * @param text of the file
 */
export function readSettings(text: string): { [name: string]: Setting } {
  const root: { [name: string]: Setting } = {};
  const reader = new SettingsReader(text);
  let table = root;
  while (reader.skip(/(?:\s|#.*)*/y) && !reader.isDone) {
    if (reader.take("[")) {
      const isList = reader.take("[");
      const names = reader.names();
      table = isList ? addedTo(root, names) : tableAt(root, names);
      reader.skip(/.*/y);
    } else {
      const names = reader.names();
      const last = names.pop();
      if (last === undefined || !reader.take("=")) reader.skip(/.*\n?/y);
      else tableAt(table, names)[last] = reader.value(0);
    }
  }
  return root;
}

/** What stands at a path of names; undefined where nothing does. */
export function settingAt(root: Setting | undefined, ...names: string[]): Setting | undefined {
  let at = root;
  for (const name of names) {
    if (!isTable(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** The texts of a list, or a text alone. */
export function textsOf(setting: Setting | undefined): string[] {
  if (typeof setting === "string") return [setting];
  return Array.isArray(setting) ? setting.filter((one) => typeof one === "string") : [];
}

/** Whether a setting is a table. */
export function isTable(setting: Setting | undefined): setting is { [name: string]: Setting } {
  return typeof setting === "object" && !Array.isArray(setting);
}

function tableAt(root: { [name: string]: Setting }, names: readonly string[]): { [name: string]: Setting } {
  let at = root;
  for (const name of names) {
    const found = Object.hasOwn(at, name) ? at[name] : undefined;
    const last = Array.isArray(found) ? found.at(-1) : found;
    if (isTable(last)) at = last;
    else {
      const made: { [name: string]: Setting } = {};
      at[name] = made;
      at = made;
    }
  }
  return at;
}

/** A table more in the list at a path of names. */
function addedTo(root: { [name: string]: Setting }, names: readonly string[]): { [name: string]: Setting } {
  const owner = tableAt(root, names.slice(0, -1));
  const name = names.at(-1) ?? "";
  const before = Object.hasOwn(owner, name) ? owner[name] : undefined;
  const made: { [name: string]: Setting } = {};
  owner[name] = [...(Array.isArray(before) ? before : []), made];
  return made;
}

const deepest = 20;
const text = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;

class SettingsReader {
  private at = 0;

  constructor(private readonly source: string) {}

  get isDone(): boolean {
    return this.at >= this.source.length;
  }

  /** Goes behind what matches here. */
  skip(pattern: RegExp): true {
    this.match(pattern);
    return true;
  }

  /** Goes behind a character, and the blanks in front of it. */
  take(character: string): boolean {
    this.match(/[ \t]*/y);
    if (this.source[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** `a."b.c".d` */
  names(): string[] {
    const found: string[] = [];
    do {
      this.match(/[ \t]*/y);
      const name = this.match(/[\w-]+/y) ?? unquoted(this.match(text));
      if (name === undefined) break;
      found.push(name);
    } while (this.take("."));
    return found;
  }

  value(depth: number): Setting {
    this.match(/(?:\s|#.*)*/y);
    if (depth < deepest && this.take("[")) return this.list(depth);
    if (depth < deepest && this.take("{")) return this.table(depth);
    return unquoted(this.match(text)) ?? this.match(/[^,\]}\n#]*/y)?.trim() ?? "";
  }

  private list(depth: number): Setting[] {
    const items: Setting[] = [];
    while (!this.ends("]")) {
      const before = this.at;
      items.push(this.value(depth + 1));
      this.match(/(?:\s|#.*)*/y);
      if (!this.take(",") && this.at === before) break;
    }
    return items;
  }

  private table(depth: number): { [name: string]: Setting } {
    const found: { [name: string]: Setting } = {};
    while (!this.ends("}")) {
      const before = this.at;
      const names = this.names();
      const last = names.pop();
      if (last === undefined || !this.take("=")) break;
      tableAt(found, names)[last] = this.value(depth + 1);
      this.match(/(?:\s|#.*)*/y);
      if (!this.take(",") && this.at === before) break;
    }
    return found;
  }

  private ends(closing: string): boolean {
    this.match(/(?:\s|#.*)*/y);
    return this.isDone || this.take(closing);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found === undefined) return undefined;
    this.at += found.length;
    return found;
  }
}

function unquoted(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const quotes = /^(?:"""|''')/.test(written) ? 3 : 1;
  const inner = written.slice(quotes, -quotes);
  return written.startsWith('"') ? inner.replace(/\\(["\\])/g, "$1") : inner;
}
