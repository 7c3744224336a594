import { parseRequirement, type Requirement } from "../requirements/pep508.js";
import { isNamespace, normalised, type Provider, providersOf } from "./distributions.js";
import { packages } from "./packages.generated.js";

/** Whether requirements bring a module. */
export type Verdict =
  | { covered: true }
  | {
      covered: false;
      /** The package to add. */
      add: string;
      /** Whether it is certain: everything that the requirements bring is known, and so is the module's package. */
      certain: boolean;
    };

// MLflow puts them into every environment that it makes.
const always = ["pip", "setuptools", "wheel"];

/** Parts of package names that say nothing about whose package it is. */
const common = new Set("ai api app base client common core lib ml py python sdk tool tools util utils".split(" "));

/** What a list of pip requirements brings, as far as it is known. */
export class Coverage {
  /** Names of the packages that are required in so many words. */
  readonly declared: string[] = [];
  private readonly brought = new Set<string>(always);
  /** Requirements of which nobody here knows what they bring. */
  private readonly unknown: string[] = [];
  /** Whether a line may bring anything: a folder, an editable install, an address without a name. */
  private opaque = false;
  /** Whether extras are asked for, which bring more than is known here. */
  private extras = false;

  /** @param lines final requirement lines */
  constructor(lines: readonly string[]) {
    for (const line of lines) this.read(line);
  }

  /** Whether the requirements bring the module of this dotted name. */
  judge(module: string): Verdict {
    if (this.opaque) return { covered: true };
    const provider = providersOf(module);
    if (provider.packages.some((name) => this.brought.has(name))) return { covered: true };
    if (this.unknown.some((name) => mayBring(name, module))) return { covered: true };
    const [add = module] = provider.packages;
    return { covered: false, add, certain: this.isComplete && isKnown(provider) };
  }

  /** Whether a package is required, or brought along for certain. */
  brings(name: string): boolean {
    return this.brought.has(name);
  }

  /** Whether the requirements may bring more than is known here. */
  get mayBringMore(): boolean {
    return this.opaque;
  }

  /** Whether everything that the requirements bring is known. */
  get isComplete(): boolean {
    return this.unknown.length === 0 && !this.extras;
  }

  private read(line: string): void {
    if (/^(?:-e|--editable)\b/.test(line)) this.opaque = true;
    if (line.startsWith("-")) return;
    const requirement = parseRequirement(line);
    const name = requirement?.name ?? wheelName(line);
    if (name === undefined) this.opaque = true;
    else this.require(normalised(name), requirement);
  }

  private require(name: string, requirement: Requirement | undefined): void {
    this.declared.push(name);
    if ((requirement?.extras.length ?? 0) > 0) this.extras = true;
    if (packages[name] === undefined) this.unknown.push(name);
    this.bring(name);
  }

  private bring(name: string): void {
    if (this.brought.has(name)) return;
    this.brought.add(name);
    for (const other of (packages[name] ?? "").split(" ")) if (other !== "") this.bring(other);
  }
}

const kept = new Map<string, Coverage>();

/** What a list of requirements brings; the last one is kept, because the agents of a folder often share it. */
export function coverageOf(lines: readonly string[]): Coverage {
  const key = lines.join("\n");
  const before = kept.get(key);
  if (before !== undefined) return before;
  const coverage = new Coverage(lines);
  kept.clear();
  kept.set(key, coverage);
  return coverage;
}

/** The package of `./dist/tools-1.0-py3-none-any.whl`, or of its address. */
function wheelName(line: string): string | undefined {
  return /(?:^|\/)([A-Za-z0-9][A-Za-z0-9_.]*)-[^/]*\.whl(?:[#?\s].*)?$/.exec(line)?.[1];
}

function isKnown(provider: Provider): boolean {
  return provider.known || provider.packages.some((name) => packages[name] !== undefined);
}

/** Whether a package that is not known here looks as if it brought a module: `acme-search-sdk` and `acme.search`. */
function mayBring(name: string, module: string): boolean {
  const whole = normalised(
    module
      .split(".")
      .slice(0, isNamespace(module) ? 3 : 1)
      .join("-"),
  );
  if (name === whole) return true;
  const words = new Set(significant(name));
  return significant(whole).some((word) => words.has(word));
}

function significant(name: string): string[] {
  return name.split("-").filter((word) => word.length > 2 && !common.has(word));
}
