/** What a person calls a place where agents run, and when its list of scopes was what it took. */
interface Target {
  readonly label: string;
  readonly asOf: string;
}

/** The places where agents run and act for their caller. What each takes drifts, and differs by workspace: hence the date. */
export const targets = {
  modelServing: { label: "Model Serving", asOf: "August 2026" },
  apps: { label: "Databricks Apps", asOf: "August 2026" },
} as const satisfies Record<string, Target>;

/** A place where agents run. */
export type TargetName = keyof typeof targets;

/** All places, in the order of documentation. */
export const targetNames = Object.keys(targets) as [TargetName, ...TargetName[]];

/** Where the agents of a policy run: so far nothing of this package deploys them anywhere else. */
export const usualTarget: TargetName = "modelServing";
