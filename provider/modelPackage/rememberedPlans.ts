import type { PackagePlan } from "./types.js";

/** More agents than one program has. */
const mostPlans = 64;
const plans = new Map<string, PackagePlan>();

/**
 * Remembers a plan for the rest of this process. `check` plans each agent on every run, and whatever is made of the agent
 * later in the same run can take its files from disk.
 */
export function rememberPlan(plan: PackagePlan): void {
  plans.delete(plan.digest);
  plans.set(plan.digest, plan);
  const oldest = plans.keys().next();
  if (plans.size > mostPlans && !oldest.done) plans.delete(oldest.value);
}

/** The plan of an agent with this digest, where this process has made it. */
export function rememberedPlan(digest: string): PackagePlan | undefined {
  return plans.get(digest);
}

/** Forgets all plans, as another process would have none. For tests. */
export function forgetPlans(): void {
  plans.clear();
}
