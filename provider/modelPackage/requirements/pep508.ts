/** A pip requirement in parts. */
export interface Requirement {
  /** Name as written. */
  name: string;
  extras: string[];
  /** Version specifiers: `>=2`, `<3`. */
  specifiers: string[];
  /** Address after `@`. */
  url?: string;
  /** Condition after `;`. */
  marker?: string;
  /** pip's options for this requirement alone (`--hash=…`, `--config-settings …`), as written. */
  options?: string;
}

const namePattern = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*/;
const specifierPattern = /^(~=|===|==|!=|<=|>=|<|>)\s*([A-Za-z0-9.*+!_-]+)$/;

/**
 * Reads a requirement (PEP 508), with the options that pip takes behind it. Undefined for what is none: an option, a path,
 * an address.
 *
 * @param line without comment
 */
export function parseRequirement(line: string): Requirement | undefined {
  // As pip does it: options begin at the first word that begins with a dash.
  const at = line.search(/\s-/);
  if (at <= 0) return parsePlain(line);
  const requirement = parsePlain(line.slice(0, at).trimEnd());
  return requirement === undefined ? undefined : { ...requirement, options: line.slice(at).trim() };
}

function parsePlain(line: string): Requirement | undefined {
  const found = namePattern.exec(line);
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  let rest = line.slice(found[0].length);
  const requirement: Requirement = { name, extras: [], specifiers: [] };
  if (rest.startsWith("[")) {
    const end = rest.indexOf("]");
    if (end < 0) return undefined;
    requirement.extras = list(rest.slice(1, end));
    rest = rest.slice(end + 1).trimStart();
  }
  const marker = rest.startsWith("@") ? rest.search(/\s;/) : rest.indexOf(";");
  if (marker >= 0) {
    requirement.marker = normaliseMarker(rest.slice(rest.indexOf(";", marker) + 1));
    rest = rest.slice(0, marker);
  }
  rest = rest.trim();
  if (rest.startsWith("@")) {
    requirement.url = rest.slice(1).trim();
    return requirement.url === "" ? undefined : requirement;
  }
  if (rest.startsWith("(") && rest.endsWith(")")) rest = rest.slice(1, -1).trim();
  for (const specifier of list(rest)) {
    const parts = specifierPattern.exec(specifier);
    if (parts === null) return undefined;
    requirement.specifiers.push(`${parts[1]}${parts[2]}`);
  }
  return requirement;
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A marker with double quotes and single spaces, as Python's packaging library writes it. */
function normaliseMarker(marker: string): string {
  const tokens = marker.match(/'[^']*'|"[^"]*"|[()]|(?:===|==|!=|<=|>=|~=|<|>)|[^\s'"()<>=!~]+/g) ?? [];
  return tokens
    .map((token) => (token.startsWith("'") ? `"${token.slice(1, -1)}"` : token))
    .join(" ")
    .replaceAll("( ", "(")
    .replaceAll(" )", ")");
}

/** A requirement as Python's packaging library writes it: extras and specifiers sorted, no spaces; without pip's options. */
export function formatRequirement(requirement: Requirement): string {
  const extras = requirement.extras.length === 0 ? "" : `[${unique(requirement.extras).sort().join(",")}]`;
  const versions = unique(requirement.specifiers).sort().join(",");
  const url = requirement.url === undefined ? "" : ` @ ${requirement.url}`;
  const space = requirement.url !== undefined && requirement.marker !== undefined ? " " : "";
  const marker = requirement.marker === undefined ? "" : `${space}; ${requirement.marker}`;
  return `${requirement.name}${extras}${versions}${url}${marker}`;
}

/** The name that two spellings of one package share: `Foo_Bar` and `foo-bar`. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function unique(items: string[]): string[] {
  return [...new Set(items)];
}
