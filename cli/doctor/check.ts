/** What a look at one thing came to. */
export interface Finding {
  /** What was looked at. */
  name: string;
  /** There, missing, there but only worth knowing, or not looked at. */
  state: "ok" | "missing" | "note" | "notLooked";
  /** What was found, without a secret. */
  detail: string;
  /** The way out. */
  way?: string;
  /** Whether `--fix` can make it. */
  fixable?: true;
}

/** Something that a user's machine should have. */
export interface Check {
  name: string;
  look(machine: Machine): Promise<Omit<Finding, "name">>;
  /** Makes what is missing. */
  fix?(machine: Machine, say: (text: string) => void): Promise<void>;
}

/** What the checks look at. */
export interface Machine {
  env: NodeJS.ProcessEnv;
  /** The cache folder of this package. */
  cache: string;
  /** Data folder of the local workspace here. */
  data: string;
}
