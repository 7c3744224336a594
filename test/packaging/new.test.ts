import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Newcomer } from "./newcomer.js";

// The commands are those that `mlflow-agents new` prints.
const newcomer = new Newcomer("newcomer");
const { consumer } = newcomer;
const program = join(inject("installed"), "node_modules/pulumi-mlflow-agents/dist/cli/main.js");
const sh = (command: string) => newcomer.sh(command);
const inProject = (command: string) => sh(`cd my-agent && npx mlflow-agents ${command}`);
let commands = "";
let output = "";

beforeAll(async () => {
  const made = await consumer.run(process.execPath, program, "new", "my-agent");
  output = made.output;
  commands = /^now: (.*)$/m.exec(made.stdout)?.[1] ?? "";
});

afterAll(async () => {
  await inProject("workspace stop");
  newcomer.remove();
});

describe("mlflow-agents new", () => {
  it("makes a project of this package, and says each step", () => {
    expect(output).toMatch(/✓ Pulumi CLI +[\d.]+ (s|min)[\s\S]*\n✓ npm packages.*\n✓ stack dev/);
    expect(existsSync(consumer.at("my-agent/node_modules/pulumi-mlflow-agents/dist/cli/main.js"))).toBe(true);
    expect(readFileSync(consumer.at("my-agent/.gitignore"), "utf8")).toContain("node_modules/");
    expect(readdirSync(consumer.folder).sort()).toEqual(["my-agent"]);
  });

  it("names commands that deploy it when they are pasted, without a warning", async () => {
    const { code, output: said } = await sh(commands);
    expect([code, said]).toEqual([0, expect.stringMatching(/\+ 6 created/)]);
    expect(said).not.toMatch(/warning/i);
  });

  it("answers by the command that is named for it, as another user, one version, and as JSON", async () => {
    const question = /^then: (.*)$/m.exec(output)?.[1] ?? "";
    expect(await sh(`cd my-agent && ${question}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("What can you do?"),
      output: expect.stringMatching(
        /trace: http:\/\/127\.0\.0\.1:\d+\/ml\/experiments\/\d+\/traces\?selectedEvaluationId=tr-/,
      ),
    });
    const { stdout } = await inProject("ask my-agent-dev hello --as analyst@localhost --version 1 --json");
    expect(JSON.parse(stdout)).toMatchObject({
      traceId: expect.stringMatching(/^tr-/),
      answer: { object: "response" },
    });
    const typo = await inProject("ask my-agnet-dev hello");
    expect([typo.code, typo.output]).toEqual([1, expect.stringContaining("Did you mean my-agent-dev?")]);
  });

  it("made it so that a preview, from a folder in it, has nothing to do", async () => {
    mkdirSync(consumer.at("my-agent/notes"));
    const { code, output: said } = await sh("cd my-agent/notes && npx mlflow-agents preview");
    expect([code, said]).toEqual([0, "No changes in dev.\n"]);
  });

  it("will not touch the project when it is run again", async () => {
    const again = await consumer.run(process.execPath, program, "new", "my-agent");
    expect([again.code, again.output]).toEqual([2, expect.stringContaining("holds a Pulumi project already")]);
  });

  it("lets it be destroyed", async () => {
    const { code, output: said } = await inProject("pulumi destroy --yes");
    expect([code, said]).toEqual([0, expect.stringMatching(/- 6 deleted/)]);
    // All of this was done without a login, and none was made.
    expect(newcomer.loginIsUntouched).toBe(true);
  });
});
