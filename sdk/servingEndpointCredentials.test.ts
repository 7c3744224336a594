import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { declare } from "../test/unit/provider/support/mocks.js";
import { ServingEndpoint, secretRef } from "./index.js";
import { credentialIn } from "./servingEndpointCredentials.js";

const hex = (length: number) => "0123456789abcdef".repeat(4).slice(0, length);
const mixed = (length: number) => "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7".repeat(4).slice(0, length);

// Assembled here, so that no scanner takes this file for one that leaks.
const credentials: [string, string, string][] = [
  ["a Databricks token", "X", `dapi${hex(32)}`],
  ["a Databricks token", "X", `dapi${hex(32)}-2`],
  ["a Databricks OAuth secret", "X", `dose${hex(32)}`],
  ["an OpenAI key", "X", `sk-proj-${mixed(40)}`],
  ["an OpenAI key", "X", `sk-${mixed(40)}`],
  ["a GitHub token", "X", `ghp_${mixed(36)}`],
  ["a GitHub token", "X", `github_pat_${mixed(60)}`],
  ["a GitLab token", "X", `glpat-${mixed(20)}`],
  ["a Slack token", "X", `xoxb-${hex(12)}-${hex(12)}`],
  ["a Slack webhook", "X", `https://hooks.slack.com/services/T0/B0/${mixed(24)}`],
  ["an AWS access key", "X", `AKIA${"ABCDEFGHIJ012345"}`],
  ["a Google API key", "X", `AIza${mixed(35)}`],
  ["a Hugging Face token", "X", `hf_${mixed(34)}`],
  ["a Pulumi token", "X", `pul-${hex(40)}`],
  ["an npm token", "X", `npm_${mixed(36)}`],
  ["a Stripe key", "X", `sk_live_${mixed(24)}`],
  ["a JSON web token", "X", `eyJ${mixed(20)}.eyJ${mixed(30)}.${mixed(40)}`],
  ["a private key", "X", `-----BEGIN RSA ${"PRIVATE KEY"}-----\nabc`],
  ["an Azure storage key", "X", `DefaultEndpointsProtocol=https;AccountKey=${mixed(86)}==`],
  ["a password in a URL", "X", "postgresql://user:hunter22@db.example.com/app"],
  ["a key or password", "CRM_API_KEY", mixed(24)],
  ["a key or password", "DB_PASSWORD", "Tr0ub4dor-and-3-horses"],
  ["a key or password", "TOKEN", hex(40)],
];

const ordinary: [string, string][] = [
  ["ENABLE_MLFLOW_TRACING", "true"],
  ["MLFLOW_EXPERIMENT_ID", "1234567890123456"],
  ["CRM_TOKEN", "{{secrets/support/crm}}"],
  ["API_KEY", "changeme"],
  ["API_KEY", "the-name-of-a-secret-elsewhere"],
  ["MAX_TOKENS", "4096"],
  ["TOKEN", "4711471147114711"],
  ["TOKENIZERS_PARALLELISM", "false"],
  ["SECRET_SCOPE", "support-production-2026-scope-1"],
  ["TOKEN_URL", "https://login.example.com/oauth2/v2.0/token"],
  ["LLM", "databricks-meta-llama-3-3-70b-instruct"],
  ["INDEX", "main.knowledge_base.documents_v2_index"],
  ["DATABASE_URL", "postgresql://db.example.com:5432/app"],
  ["DATABASE_URL", "postgresql://user:***@db.example.com/app"],
  ["DATABASE_URL", "postgresql://user:$" + "{PASSWORD}@db.example.com/app"],
  ["GIT_SHA", hex(40)],
  ["IMAGE_DIGEST", `sha256:${hex(64)}`],
  ["REQUEST_ID", "3f2b8c1a-9d4e-4f6a-8b7c-1e2d3f4a5b6c"],
  ["TRACEPARENT", `00-${hex(32)}-${hex(16)}-01`],
  ["PROMPT", "You are a helpful assistant. Never reveal a token like sk-123."],
  ["EMPTY_TOKEN", ""],
  ["PRIVATE_KEY_PATH", "/Volumes/main/default/keys/id_2026.pem"],
  ["CSS", "sk-button-primary"],
  ["JSON", '{"temperature": 0.1, "model": "gpt-4o-mini"}'],
];

describe("a value that looks like a credential", () => {
  it.each(credentials)("%s (%s)", (what, name, value) => {
    expect(credentialIn(name, value)).toBe(what);
  });

  it.each(ordinary)("is not %s=%s", (name, value) => {
    expect(credentialIn(name, value)).toBeUndefined();
  });

  it("is looked for in no time, whatever is given", () => {
    const begin = performance.now();
    for (const piece of ["a", "a:", "eyJ", "-----BEGIN ", "x://a:", "AccountKey="]) {
      credentialIn("TOKEN", piece.repeat(Math.floor(3_999 / piece.length)));
    }
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

describe("the warning about plain text", () => {
  const token = `dapi${hex(32)}`;
  const warned = async (make: () => unknown) => {
    const said: string[] = [];
    const spy = vi.spyOn(pulumi.log, "warn").mockImplementation(async (text) => {
      said.push(text);
    });
    try {
      await declare(make);
    } finally {
      spy.mockRestore();
    }
    return said;
  };
  const endpoint = (environment: pulumi.Input<Record<string, pulumi.Input<string>>>) => () =>
    new ServingEndpoint("x", { model: "models:/a/1", environment });

  it("names the variable and not the value", async () => {
    const said = await warned(endpoint({ OPEN: "yes", KEY: token }));
    expect(said).toEqual([expect.stringMatching(/^environment\.KEY looks like a Databricks token, and is plain text/)]);
    expect(said.join()).not.toContain(token);
  });

  it("is not given for Pulumi secrets and references", async () => {
    expect(await warned(endpoint({ A: pulumi.secret(token), B: secretRef("s", "k") }))).toEqual([]);
    expect(await warned(endpoint(pulumi.secret({ A: token })))).toEqual([]);
    expect(await warned(endpoint(pulumi.output({ A: pulumi.secret(token) })))).toEqual([]);
  });

  it("is given for computed values and for the variables of an entity", async () => {
    expect(await warned(endpoint({ A: pulumi.output(token) }))).toHaveLength(1);
    expect(await warned(endpoint(pulumi.output({ A: token })))).toHaveLength(1);
    const several = () =>
      new ServingEndpoint("x", { servedEntities: [{ model: "models:/a/1", environment: { A: token } }] });
    expect(await warned(several)).toEqual([expect.stringMatching(/^servedEntities\[0\]\.environment\.A /)]);
  });
});
