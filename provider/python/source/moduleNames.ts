/** A module's own name, which relative imports in it begin at. */
export interface ModulePlace {
  /** Dotted. */
  name: string;
  /** Whether it is the `__init__.py` of a package. */
  isPackage: boolean;
}

/** `..a` written in the module `x.y.z` is `x.a`. Undefined where it would leave the package. */
export function absoluteName(name: string, at: ModulePlace | undefined): string | undefined {
  const level = /^\.*/.exec(name)?.[0].length ?? 0;
  if (level === 0) return name;
  const owner = (at?.name ?? "").split(".").filter(Boolean);
  const up = at?.isPackage === true ? level - 1 : level;
  if (up > owner.length) return undefined;
  const rest = name.slice(level);
  return [...owner.slice(0, owner.length - up), ...(rest === "" ? [] : [rest])].join(".");
}
