import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Project } from "../support/engine.js";
import { ask } from "../support/workspace.js";

/** The project of an example, with its program changed as a reader of its README would. */
class Example {
  readonly #program: string;

  private constructor(
    readonly project: Project,
    program: string,
  ) {
    this.#program = program;
  }

  static async open(name: string): Promise<Example> {
    const folder = join(__dirname, "../../examples", name);
    const shown = readdirSync(folder).filter((file) => /\.(ts|py|txt)$/.test(file));
    const files = Object.fromEntries(shown.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
    return new Example(await Project.create(name, files), files["index.ts"] ?? "");
  }

  /** Writes the program with each text replaced by another. */
  change(...changes: readonly (readonly [from: string, to: string])[]): void {
    let program = this.#program;
    for (const [from, to] of changes) {
      expect(program).toContain(from);
      program = program.replace(from, to);
    }
    this.project.write("index.ts", program);
  }

  /** Deploys it as it is. */
  async up(): Promise<void> {
    await this.project.succeed("up", "--yes", "--skip-preview");
  }
}

/** Asks an endpoint as somebody. @returns status and the answer's text, or the error's message */
async function answerTo(endpoint: string, text: string, token = inject("shared").token): Promise<[number, string]> {
  const answer = await fetch(`${inject("shared").host}/serving-endpoints/${endpoint}/invocations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ input: [{ role: "user", content: text }] }),
  });
  const body = (await answer.json()) as { message?: string; output?: { content: { text: string }[] }[] };
  return [answer.status, body.message ?? body.output?.[0]?.content[0]?.text ?? ""];
}

describe("examples/credentials", () => {
  const index = "main.kb.docs_index";
  const undeclared = [", vectorSearchIndex(index)]", "]"] as const;
  const policy = "authPolicy: access,";
  let example: Example;
  beforeAll(async () => {
    example = await Example.open("credentials");
  });
  afterAll(() => example?.project.remove());

  it("refuses in the preview what the policy does not declare", async () => {
    example.change(undeclared);
    const { code, output } = await example.project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toContain("undeclared-use");
    expect(output).toMatch(/agent\.py:\d+.*vector search index `main\.kb\.docs_index`/);
  });

  it("is refused by the workspace at the first question where that finding is allowed", async () => {
    const allow = `allow: [{ finding: "undeclared-use", resource: "${index}", reason: "to see the workspace refuse it" }],`;
    example.change(undeclared, [policy, `${policy} ${allow}`]);
    await example.up();
    const [status, message] = await answerTo("desk", "How long is the warranty?");
    expect(status).toBe(400);
    expect(message).toContain("PermissionDenied");
    expect(message).toContain(`may not use the vector search index '${index}': its model does not declare it`);
  });

  it("answers once it is declared", async () => {
    example.change();
    await example.up();
    const [status, text] = await answerTo("desk", "How long is the warranty?");
    expect([status, text]).toEqual([200, expect.stringContaining("Every device has a warranty of two years.")]);
  });
});

describe("examples/genie-on-behalf-of-user", () => {
  const space = "10ca10ca10ca10ca10ca10ca10ca10ca";
  const declared = "systemResources: [genieSpace(space, { onBehalfOfUser: true })],";
  const scopes = 'userApiScopes: ["dashboards.genie"],';
  const policy = "authPolicy: access,";
  const question = "Who are the best customers?";
  let example: Example;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    example = await Example.open("genie-on-behalf-of-user");
    const { users } = await ask<{ users: { name: string; token: string }[] }>("GET", "/_local/users");
    tokens = Object.fromEntries(users.map(({ name, token }) => [name, token]));
  });
  afterAll(() => example?.project.remove());

  it("refuses in the preview a use as the caller that the policy does not cover", async () => {
    example.change([declared, ""], [scopes, 'userApiScopes: ["serving.serving-endpoints"],']);
    const { code, output } = await example.project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toContain("missing-user-scope");
    expect(output).toMatch(new RegExp(`agent\\.py:\\d+.*Genie space \`${space}\``));
  });

  it("is refused by the workspace at the first question where that is allowed", async () => {
    const allow = 'allow: [{ finding: "missing-user-scope", reason: "to see the workspace refuse it" }],';
    example.change(
      [declared, ""],
      [scopes, 'userApiScopes: ["serving.serving-endpoints"],'],
      [policy, `${policy} ${allow}`],
    );
    await example.up();
    const [status, text] = await answerTo("sales", question, tokens["analyst@localhost"]);
    expect(status).toBe(200);
    expect(text).toMatch(/^You may not see this: /);
    expect(text).toContain(`may not use the Genie space '${space}' on behalf of analyst@localhost`);
    expect(text).toContain("Add 'dashboards.genie' or 'genie' to the user API scopes");
  });

  it("answers as the calling user once it is declared: one sees the sales, the other does not", async () => {
    example.change();
    await example.up();
    const [analyst, visitor] = await Promise.all([
      answerTo("sales", question, tokens["analyst@localhost"]),
      answerTo("sales", question, tokens["visitor@localhost"]),
    ]);
    expect(analyst).toEqual([200, expect.stringMatching(/^Grace, 1328\.5\nAda, 328\.9\nAlan, 258\.9$/)]);
    expect(visitor).toEqual([
      200,
      expect.stringContaining(`User visitor@localhost may not use the Genie space '${space}'`),
    ]);
  });
});
