/** A line that the profile file may not hold. Its message has a line number and never a value. */
export class IniError extends Error {}

/**
 * Reads the profile file of Databricks' tools.
 *
 * Sections do not inherit from `DEFAULT`, as in Databricks' own clients (against Python's configparser): a token of
 * DEFAULT must not go to another profile's host. Keys before the first section belong to `DEFAULT`; key names are
 * lower-cased; `#` and `;` begin comments, within a line after a blank; a value may stand in quotes.
 *
 * @param text the file
 * @returns keys and values by section
 * @throws IniError with the number of the line
 */
export function parseIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  let implicit = false;
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  lines.forEach((raw, index) => {
    const where = `line ${index + 1}`;
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) return;
    if (line.startsWith("[")) {
      const name = /^\[([^\]]+)\]\s*(?:[#;].*)?$/.exec(line)?.[1]?.trim();
      if (name === undefined || name === "") throw new IniError(`${where} is not a section name in brackets`);
      if (name === "DEFAULT" && implicit) {
        implicit = false;
        current = sections.get(name);
        return;
      }
      if (sections.has(name)) throw new IniError(`${where} begins the profile "${name}" a second time`);
      current = new Map();
      sections.set(name, current);
      return;
    }
    const separator = line.search(/[=:]/);
    if (separator < 1) throw new IniError(`${where} is neither a section, a comment nor "key = value"`);
    if (current === undefined) {
      current = new Map();
      implicit = true;
      sections.set("DEFAULT", current);
    }
    current.set(line.slice(0, separator).trim().toLowerCase(), unquote(line.slice(separator + 1).trim()));
  });
  return sections;
}

function unquote(value: string): string {
  const quote = value[0];
  if (quote === '"' || quote === "'") {
    const end = value.indexOf(quote, 1);
    if (end > 0 && /^\s*(?:[#;].*)?$/.test(value.slice(end + 1))) return value.slice(1, end);
  }
  const comment = value.search(/(?:^|\s)[#;]/);
  return comment < 0 ? value : value.slice(0, comment).trim();
}
