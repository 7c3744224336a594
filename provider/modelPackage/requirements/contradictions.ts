import type { Problem } from "../../errors.js";
import { excludeEachOther, fulfils, pinnedBy } from "./pep440.js";
import { normalisedName, parseRequirement } from "./pep508.js";

/** One specifier and where it was written. */
interface Asked {
  name: string;
  specifier: string;
  constraint: boolean;
}

/** Packages of which mlflow requires its own release exactly, and the release since which it does at the latest. */
const oneRelease: readonly [string, string][] = [
  ["mlflow-skinny", "2.22.0"],
  ["mlflow-tracing", "3.2.0"],
];

/**
 * What no resolver can solve, as far as the lines tell by themselves: two releases of one package, or one that a range or a
 * constraint leaves out. Only lines with one and the same condition (marker) are compared: of others nobody knows here
 * whether they hold together.
 *
 * @param requirements lines of requirements.txt
 * @param constraints lines of constraints.txt
 * @param argument that declares the requirements
 */
export function contradictions(
  requirements: readonly string[],
  constraints: readonly string[],
  argument: string,
): Problem[] {
  const groups = new Map<string, Asked[]>();
  const keyOf = (name: string, marker: string | undefined) => `${name} ${marker ?? ""}`;
  const add = (key: string, name: string, specifiers: readonly string[], constraint: boolean) => {
    const asked = groups.get(key) ?? [];
    asked.push(...specifiers.map((specifier) => ({ name, specifier, constraint })));
    groups.set(key, asked);
  };
  const required = requirements.flatMap((line) => parseRequirement(line) ?? []);
  const limiting = constraints.flatMap((line) => parseRequirement(line) ?? []);
  for (const { name, marker, specifiers } of required) {
    add(keyOf(normalisedName(name), marker), name, specifiers, false);
  }
  for (const key of new Set(required.map(({ name, marker }) => keyOf(normalisedName(name), marker)))) {
    for (const { name, marker, specifiers } of limiting) {
      const always = marker === undefined ? key.startsWith(`${normalisedName(name)} `) : false;
      if (always || key === keyOf(normalisedName(name), marker)) add(key, name, specifiers, true);
    }
  }
  const found = [...groups.values()].map(clash).filter((pair) => pair !== undefined);
  return [...found, ...releasesOfMlflow(groups)].map(([one, other]) => ({
    code: "invalidArgument",
    path: one.constraint && other.constraint ? "constraints" : argument,
    message: `${words(one)} and ${words(other)} cannot be installed together: no release is both. Change one of them.`,
  }));
}

/** Two of the specifiers that cannot both hold, in the order in which they were written. */
function clash(asked: readonly Asked[]): [Asked, Asked] | undefined {
  const refusals = asked.map(({ specifier }, index) => {
    const version = pinnedBy(specifier);
    const by = asked.findIndex((other) => version !== undefined && fulfils(version, other.specifier) === false);
    return { isPin: version !== undefined, index, by };
  });
  const pins = refusals.filter(({ isPin }) => isPin);
  const [first] = pins;
  // `torch==2.7.1` and `torch==2.7.1+cu128`: one of them is a release that both allow.
  if (first !== undefined) return pins.some(({ by }) => by < 0) ? undefined : inOrder(asked, first.index, first.by);
  for (const [index, { specifier }] of asked.entries()) {
    const other = asked.findIndex((one) => excludeEachOther(specifier, one.specifier));
    if (other >= 0) return inOrder(asked, index, other);
  }
  return undefined;
}

function inOrder(asked: readonly Asked[], one: number, other: number): [Asked, Asked] | undefined {
  const [first, second] = [asked[Math.min(one, other)], asked[Math.max(one, other)]];
  return first === undefined || second === undefined ? undefined : [first, second];
}

function releasesOfMlflow(groups: ReadonlyMap<string, readonly Asked[]>): [Asked, Asked][] {
  const pinOf = (name: string) =>
    (groups.get(`${name} `) ?? []).find(
      ({ specifier, constraint }) => !constraint && pinnedBy(specifier) !== undefined,
    );
  const mlflow = pinOf("mlflow");
  const release = mlflow === undefined ? undefined : pinnedBy(mlflow.specifier);
  if (mlflow === undefined || release === undefined) return [];
  return oneRelease.flatMap(([name, since]): [Asked, Asked][] => {
    const other = pinOf(name);
    if (other === undefined || fulfils(release, `>=${since}`) !== true) return [];
    return fulfils(release, other.specifier) === false ? [[mlflow, other]] : [];
  });
}

function words({ name, specifier, constraint }: Asked): string {
  return `${name}${specifier}${constraint ? " (a constraint)" : ""}`;
}
