/**
 * The shapes of `@pulumi/policy` that the rules fill, written out: the package then needs no `@pulumi/policy`, and a
 * policy pack brings the release that it likes.
 */

/** What a violation does. `remediate` is what Pulumi calls a mandatory rule that also sees which values are secret. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** A resource as a rule sees it. */
export interface RuleArguments {
  /** Full type. */
  type: string;
  /** Inputs. Secrets are plain values here; reading one that is not known yet throws. */
  props: Record<string, unknown>;
  urn: string;
  name: string;
  getConfig<T extends object>(): T;
}

/** One rule, as `new PolicyPack(name, { policies: [rule] })` takes it. */
export interface Rule {
  name: string;
  description: string;
  enforcementLevel: EnforcementLevel;
  configSchema?: { properties: Record<string, { type: "array"; items: { type: "string" }; description: string }> };
  validateResource(args: RuleArguments, report: (message: string) => void): void;
  remediateResource?(args: RuleArguments): undefined;
}
