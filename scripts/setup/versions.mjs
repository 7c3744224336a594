// Versions of what the set-up installs outside of npm's lock files. Each is exact: the same everywhere, until this changes.

/** The oldest Pulumi CLI that is used from PATH, and the one that is installed where there is none. */
export const pulumiCli = "3.230.0";

/** Where its vendor says how to install it. */
export const byHand = "https://www.pulumi.com/docs/install/";

/** The Go that the CLI's module asks for; an older one of 1.21 or newer fetches it by itself (GOTOOLCHAIN=auto). */
export const goForPulumiCli = "1.25.8";
