/** A Python version in parts that compare one after the other. */
interface Version {
  epoch: number;
  release: number[];
  /** Pre-release, post-release and development release, as numbers that order as PEP 440 says. */
  rest: number[];
  isPre: boolean;
  isPost: boolean;
  local: string;
}

const pattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?([-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9._-]+))?$/i;
const phases: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };
const final = 4;

function parseVersion(text: string): Version | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, epoch = "0", release = "", phase, count, revision, post, dev, devNumber, local = ""] = found;
  const isPost = revision !== undefined || post !== undefined;
  const isPre = phase !== undefined;
  // A development release of a final one comes before all of its pre-releases.
  const stage = isPre ? (phases[phase.toLowerCase()] ?? 0) : dev !== undefined && !isPost ? 0 : final;
  return {
    epoch: Number(epoch),
    release: release.split(".").map(Number),
    rest: [
      stage,
      isPre ? Number(count) : 0,
      isPost ? Number(revision ?? post) : -1,
      dev === undefined ? Number.POSITIVE_INFINITY : Number(devNumber),
    ],
    isPre: isPre || dev !== undefined,
    isPost,
    local: local.toLowerCase(),
  };
}

function compare(left: Version, right: Version): number {
  const [a, b] = [
    [left.epoch, ...padded(left.release, right.release.length), ...left.rest],
    [right.epoch, ...padded(right.release, left.release.length), ...right.rest],
  ];
  for (const [index, number] of a.entries()) {
    const other = b[index] ?? 0;
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

function padded(release: readonly number[], length: number): number[] {
  return [...release, ...Array<number>(Math.max(0, length - release.length)).fill(0)];
}

/** A condition on a version (`>=2`), in parts. */
interface Specifier {
  operator: string;
  text: string;
  /** Absent for `1.*` and for what is no version of PEP 440. */
  version: Version | undefined;
  /** The numbers before `.*`. */
  prefix: { epoch: number; release: number[] } | undefined;
}

function parseSpecifier(text: string): Specifier {
  const [, operator = "", given = ""] = /^(~=|===|==|!=|<=|>=|<|>)(.*)$/.exec(text) ?? [];
  const wild = given.endsWith(".*") ? parseVersion(given.slice(0, -2)) : undefined;
  return { operator, text: given, version: parseVersion(given), prefix: wild };
}

/** The version that a specifier pins, `==2.1`; undefined for one that leaves a choice. */
export function pinnedBy(specifier: string): string | undefined {
  const { operator, text, version } = parseSpecifier(specifier);
  return (operator === "==" && version !== undefined) || operator === "===" ? text : undefined;
}

/**
 * Whether a version fulfils a specifier, as PEP 440 says; undefined where that cannot be told.
 *
 * @param version such as `2.1`
 * @param specifier such as `>=2`
 */
export function fulfils(version: string, specifier: string): boolean | undefined {
  const { operator, text, version: bound, prefix } = parseSpecifier(specifier);
  if (operator === "===") return version.toLowerCase() === text.toLowerCase();
  const candidate = parseVersion(version);
  if (candidate === undefined) return undefined;
  if (prefix !== undefined) {
    const isInside = hasPrefix(candidate, prefix);
    return operator === "==" ? isInside : operator === "!=" ? !isInside : undefined;
  }
  if (bound === undefined) return undefined;
  const order = compare(candidate, bound);
  const isSame = order === 0 && (bound.local === "" || bound.local === candidate.local);
  switch (operator) {
    case "==":
      return isSame;
    case "!=":
      return !isSame;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0 && (bound.isPost || !(candidate.isPost && sameRelease(candidate, bound)));
    case "<":
      return order < 0 && (bound.isPre || !(candidate.isPre && sameRelease(candidate, bound)));
    case "~=":
      return order >= 0 && hasPrefix(candidate, { epoch: bound.epoch, release: bound.release.slice(0, -1) });
    default:
      return undefined;
  }
}

function hasPrefix(candidate: Version, prefix: { epoch: number; release: number[] }): boolean {
  const release = padded(candidate.release, prefix.release.length);
  return candidate.epoch === prefix.epoch && prefix.release.every((number, index) => number === release[index]);
}

function sameRelease(left: Version, right: Version): boolean {
  const length = Math.max(left.release.length, right.release.length);
  const other = padded(right.release, length);
  return left.epoch === right.epoch && padded(left.release, length).every((number, index) => number === other[index]);
}

const lower: ReadonlySet<string> = new Set([">=", ">", "~="]);
const upper: ReadonlySet<string> = new Set(["<=", "<"]);

/** Whether no version fulfils both, for certain: what the one begins with lies above what the other ends with. */
export function excludeEachOther(one: string, other: string): boolean {
  const [left, right] = [parseSpecifier(one), parseSpecifier(other)];
  const [from, to] = lower.has(left.operator) ? [left, right] : [right, left];
  if (!lower.has(from.operator) || !upper.has(to.operator)) return false;
  if (from.version === undefined || to.version === undefined) return false;
  const order = compare(from.version, to.version);
  return order > 0 || (order === 0 && (from.operator === ">" || to.operator === "<"));
}
