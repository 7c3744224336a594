import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { send, serve } from "../../test/unit/http/server.js";
import { testClock } from "../wait/index.js";
import { serverSays } from "./answerError.js";
import { connect, route } from "./index.js";
import { isRare } from "./rare.js";
import { redactor } from "./redact.js";

describe("redact", () => {
  test.each([
    ["Authorization: Bearer abc.def", "abc.def"],
    ['{"authorization": "Basic dXNlcjpwdw=="}', "dXNlcjpwdw"],
    ["got bearer abcdefgh12345678 there", "abcdefgh12345678"],
    ["token dapi0123456789abcdef0123456789abcdef-2 expired", "dapi0123"],
    ["secret dose0123456789abcdef0123456789abcdef", "dose0123"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end", "eyJhbGci"],
    ["client_secret=hunter22&x=1", "hunter22"],
    ['{"access_token":"hunter22"}', "hunter22"],
    ["password: hunter22", "hunter22"],
    ["PUT https://b.s3.amazonaws.com/k?X-Amz-Signature=cafe&X-Amz-Credential=AK failed", "cafe"],
    ["https://x.blob.core.windows.net/c?sig=cafe%2B", "cafe"],
    ["X-Amz-Signature=cafe0123", "cafe0123"],
    ["see https://user:hunter22@host/x", "hunter22"],
    ["key AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
    ["ghp_0123456789abcdefghij", "ghp_0123456789"],
  ])("%s", (text, secret) => {
    expect(redactor().redact(text)).not.toContain(secret);
  });

  test.each([
    "Endpoint with name 'support' does not exist.",
    "max_tokens: 500 is more than 400",
    "Task task-0123456789ab failed; see https://docs.example/page.",
    "model main.agents.support version 3",
    "Secrets scope {{secrets/scope/key}} not found",
  ])("leaves alone: %s", (text) => {
    expect(redactor().redact(text)).toBe(text);
  });

  test("known secrets, in every usual encoding", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: "grapheme" }), fc.string(), (secret, around) => {
        fc.pre(isRare(secret) && !around.includes(secret));
        const all = redactor();
        all.add(secret);
        const forms = [
          secret,
          encodeURIComponent(secret),
          JSON.stringify(secret),
          Buffer.from(secret).toString("base64"),
          Buffer.from(secret).toString("base64url"),
          Buffer.from(secret).toString("hex"),
          Buffer.from(secret).toString("hex").toUpperCase(),
        ];
        for (const form of forms) {
          // The quotes around a JSON text are not part of the secret; one that is nothing but a quote leaves no text.
          const bare = form.replace(/^"|"$/g, "");
          if (bare !== "") expect(all.redact(`<<${form}>>`)).not.toContain(bare);
        }
      }),
    );
  });

  test("known secrets within something longer that is encoded", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: "grapheme" }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(isRare(secret));
        const all = redactor();
        all.add(secret);
        const whole = Buffer.from(`${before}:${secret}${after}`);
        for (const form of ["base64", "base64url"] as const) {
          const clean = all.redact(`log: ${whole.toString(form)}.`);
          expect(clean).toContain("[secret]");
          // What is left of it gives less than the secret away.
          expect(Buffer.from(clean.replace(/^log: /, ""), form).toString()).not.toContain(secret);
        }
        expect(all.redact(whole.toString("hex"))).toContain("[secret]");
      }),
    );
  });

  test("a key file: line by line, and from anywhere", () => {
    const key = `-----BEGIN KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(3)}${"qhkiG9w0BAQEFAASCBKcwggSjAgEA1234\n"}-----END KEY-----`;
    const all = redactor();
    all.add(key, JSON.stringify({ type: "service_account", private_key: "hunter2-hunter2" }));
    expect(all.mask(`[pod] ${key.split("\n").slice(-2).join("\n[pod] ")}`)).toBe(
      "[pod] [secret]\n[pod] -----END KEY-----",
    );
    expect(all.mask('{"private_key":"hunter2-hunter2"}')).toBe('{"private_key":"[secret]"}');
  });

  test.each([
    "A",
    "4711",
    "true",
    "1700000",
    "2026-01-01",
    "prod",
    "Staging",
    "production",
    "databricks-claude-sonnet-4",
    "models:/main.agents.x/1",
    "main.agents.support",
    "https://db.example.com/api",
    "{{secrets/scope/key}}",
  ])("%s is too common to be taken out of every text, and is taken out behind its name", (value) => {
    const all = redactor();
    all.add({ name: "TIER", value });
    const told = `RESOURCE_ALREADY_EXISTS: ${value} of the production staging endpoint`;
    expect(all.mask(told)).toBe(told);
    for (const [open, close] of [
      ["TIER=", ""],
      ["'TIER': '", "', 'B': 1"],
      ['{\\"TIER\\":\\"', '\\"}'],
      ["TIER: ", " next"],
    ] as const)
      expect(all.mask(`${open}${value}${close}`)).toBe(`${open}[secret]${close}`);
  });

  test.each([
    "hunter2",
    "swordfish",
    "https://hooks.slack.com/services/T0001/B0002/x",
    "https://user:pw@db.example.com",
    "123456789",
    "Sm!le1",
    "correct-horse",
  ])("%s is rare enough", (value) => {
    expect(isRare(value)).toBe(true);
  });

  test("a credential of one workspace is known to every redactor of the process", async () => {
    await connect({ host: "https://dbc-1.example.com", token: "canary-of-another-1" }, {});
    expect(redactor().mask("sent canary-of-another-1")).toBe("sent [secret]");
  });

  test("long hostile texts take no time", () => {
    const texts = [
      "a".repeat(65_536),
      "token=".repeat(10_000),
      "https://".repeat(8_000),
      "eyJaaaaa.".repeat(7_000),
      "<title ".repeat(9_000),
      " ".repeat(65_536),
      `bearer${" ".repeat(60_000)}`,
      "a@".repeat(30_000),
      "x://".repeat(16_000),
    ];
    const hostile = redactor();
    hostile.add(`${"\\".repeat(20)}x`, "!".repeat(40), `${'\\"'.repeat(10)}x`, "a".repeat(200));
    // Of the processor's time: others may be at work beside it.
    const start = process.cpuUsage();
    for (const text of [...texts, "\\".repeat(65_536), "!".repeat(65_536), '\\"'.repeat(30_000)]) {
      hostile.redact(text);
      serverSays(text, "text/html", redactor().redact);
    }
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
  });
});

describe("no secret in any error", () => {
  // Long enough not to be part of a message by chance; printable ASCII, as headers carry it.
  const canary = fc.stringMatching(/^[!-~]{12,40}$/);
  const styles = [
    "json",
    "escaped",
    "html",
    "text",
    "scim",
    "validation",
    "code",
    "redirect",
    "shape",
    "notJson",
    "reset",
  ] as const;
  const wanted = z.object({ must: z.string() });

  test("whatever the server sends back of what it got", async () => {
    let style: (typeof styles)[number] = "json";
    let status = 400;
    const { origin } = await serve((seen, response) => {
      const echo = [seen.headers.authorization, seen.headers["x-secret"], seen.body, decodeURIComponent(seen.url)].join(
        " | ",
      );
      switch (style) {
        case "json":
          return send(response, status, { error_code: "E", message: `you sent ${echo}` });
        case "escaped":
          return send(response, status, `quoted: ${JSON.stringify(echo)}`, { "content-type": "text/plain" });
        case "html":
          return send(response, status, `<title>${echo.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</title>`, {
            "content-type": "text/html",
          });
        case "text":
          return send(response, status, echo, { "content-type": "text/plain" });
        case "scim":
          return send(response, status, { detail: echo, status: String(status) });
        case "validation":
          return send(response, status, { detail: [{ loc: ["body", "a"], msg: `bad ${echo}`, input: echo }] });
        case "code":
          return send(response, status, { error_code: echo, message: "see the code" });
        case "redirect":
          return response
            .writeHead(302, { location: `/x/${encodeURIComponent(echo)}?t=${encodeURIComponent(echo)}` })
            .end();
        case "shape":
          return send(response, 200, { must: [echo] });
        case "notJson":
          return send(response, 200, `{"must": ${echo}`);
        case "reset":
          return response.destroy();
      }
    });
    await fc.assert(
      fc.asyncProperty(
        canary,
        canary,
        fc.constantFrom(...styles),
        fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503),
        fc.constantFrom("pat", "basic", "m2m"),
        async (secret, bodySecret, chosen, answered, auth) => {
          style = chosen;
          status = answered;
          const options = { clock: testClock(), retry: { budgetMs: 0, firstContactMs: 0 } };
          const workspace = await {
            pat: () => connect({ host: origin, token: secret }, {}, options),
            basic: () =>
              connect(
                { trackingUri: origin },
                { MLFLOW_TRACKING_USERNAME: "u", MLFLOW_TRACKING_PASSWORD: secret },
                options,
              ),
            m2m: () =>
              connect({ host: origin }, { DATABRICKS_CLIENT_ID: "id", DATABRICKS_CLIENT_SECRET: secret }, options),
          }[auth]();
          const error: unknown = await workspace
            .json(wanted, {
              method: "POST",
              path: route`/x`,
              query: { q: bodySecret },
              body: { environment: { KEY: bodySecret } },
              secrets: [bodySecret],
            })
            .catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(Error);
          const shown = `${inspect(error, { depth: 20, showHidden: true })}${String(error)}${JSON.stringify(error)}`;
          for (const each of [secret, bodySecret]) {
            expect(shown).not.toContain(each);
            expect(shown).not.toContain(encodeURIComponent(each));
            expect(shown).not.toContain(JSON.stringify(each).slice(1, -1));
          }
          expect(shown).not.toContain(Buffer.from(`u:${secret}`).toString("base64"));
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});
