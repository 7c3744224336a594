import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { Newcomer } from "./newcomer.js";

const program = join(inject("installed"), "node_modules/pulumi-mlflow-agents/dist/cli/main.js");

// Each as its README says, from a folder of its own, outside of the clone, on a local workspace of its own.
describe.each([
  ["quickstart", "Where is my parcel?"],
  ["credentials", "Every device has a warranty of two years."],
  ["genie-on-behalf-of-user", "Grace, 1328.5"],
])("examples/%s", (example, answer) => {
  const newcomer = new Newcomer(example);
  afterAll(async () => {
    await newcomer.sh(`cd ${example} && npx mlflow-agents workspace stop`);
    newcomer.remove();
  });

  it("becomes a project, is deployed by the printed commands, answers, and goes", async () => {
    const made = await newcomer.consumer.run(process.execPath, program, "new", "--example", example);
    expect([made.code, made.output]).toEqual([0, expect.stringContaining("now: ")]);
    const up = await newcomer.sh(/^now: (.*)$/m.exec(made.stdout)?.[1] ?? "");
    expect([up.code, up.output]).toEqual([0, expect.stringMatching(/\+ \d+ created/)]);
    const asked = await newcomer.sh(`cd ${example} && ${/^then: (.*)$/m.exec(made.stdout)?.[1] ?? ""}`);
    expect([asked.code, asked.output]).toEqual([0, expect.stringContaining(answer)]);
    const destroyed = await newcomer.sh(`cd ${example} && npx mlflow-agents pulumi destroy --yes`);
    expect([destroyed.code, destroyed.output]).toEqual([0, expect.stringMatching(/- \d+ deleted/)]);
    expect(newcomer.loginIsUntouched).toBe(true);
  });
});
