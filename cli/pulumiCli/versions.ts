// Each version is exact: the same everywhere, until this changes.

/** The oldest Pulumi CLI that is used from PATH, and the one that is installed where there is none. */
export const pulumiVersion = "3.230.0";

/** Where its vendor says how to install it. */
export const byHand = "https://www.pulumi.com/docs/install/";

/** The Go that the CLI's module asks for; an older one of 1.21 or newer fetches it by itself (GOTOOLCHAIN=auto). */
export const goForPulumi = "1.25.8";

/** Compares two versions `a.b.c`; what follows a `-` or `+` is left out. Negative where the first is older. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) =>
    (version.replace(/^v/, "").split(/[-+]/)[0] ?? "").split(".").map(Number),
  );
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
