import { beforeEach, expect, it } from "vitest";
import { forgetPlans, rememberedPlan, rememberPlan } from "./rememberedPlans.js";
import type { PackagePlan } from "./types.js";

beforeEach(forgetPlans);

const planOf = (digest: string): PackagePlan => ({
  interface: "ResponsesAgent",
  streaming: false,
  files: {},
  digest,
  requirements: [],
  imports: [],
  sources: [],
  generated: {},
  document: {},
  mlflowVersion: "3.17.2",
});

it("keeps the plans that were made last, so that a long-lived process does not grow", () => {
  for (let index = 0; index < 100; index++) {
    rememberPlan(planOf(`d${index}`));
    rememberPlan(planOf("used"));
  }
  expect(rememberedPlan("used")?.digest).toBe("used");
  expect(rememberedPlan("d99")?.digest).toBe("d99");
  expect(rememberedPlan("d0")).toBeUndefined();
});
