import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { send, serve } from "../../test/unit/http/server.js";
import { AgentsError } from "../errors.js";
import { testClock } from "../wait/index.js";
import { type ConnectOptions, connect, route, type Workspace } from "./index.js";

const anything = z.looseObject({});

async function databricks(host: string, options: ConnectOptions = {}): Promise<Workspace> {
  return connect({ host, token: "canary-token-1" }, {}, { clock: testClock(), retry: { random: () => 1 }, ...options });
}

/** What `work` throws, as data. */
async function failure(work: Promise<unknown>): Promise<Partial<AgentsError>> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AgentsError);
  if (!(error instanceof AgentsError)) throw error;
  const { code, status, serverCode, retryable, retryAfter, message } = error;
  return { code, status, serverCode, retryable, retryAfter, message };
}

describe("what is sent", () => {
  test("method, path, query, JSON body, credentials and who is calling", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 200, { id: "1", extra: true }));
    const workspace = await databricks(origin);
    const answer = await workspace.json(z.object({ id: z.string() }), {
      method: "POST",
      path: route`/api/2.0/things/${"a/b c"}`,
      query: { max: 5, flag: true, filter: "name = 'x&y'", left: undefined },
      body: { name: "n", skipped: undefined, list: [1, null] },
      headers: { "x-extra": "1" },
    });
    expect(answer).toEqual({ id: "1" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/api/2.0/things/a%2Fb%20c?max=5&flag=true&filter=name+%3D+%27x%26y%27",
      body: '{"name":"n","list":[1,null]}',
    });
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer canary-token-1",
      "content-type": "application/json",
      "x-extra": "1",
    });
    expect(seen[0]?.headers["user-agent"]).toMatch(
      /^pulumi-mlflow-agents\/\d+\.\d+\.\d+ node\/[\d.]+ os\/\w+ auth\/pat$/,
    );
  });

  test("an empty answer counts as {}", async () => {
    const { origin } = await serve((_seen, response) => response.writeHead(200).end());
    expect(await (await databricks(origin)).json(anything, { method: "DELETE", path: route`/x` })).toEqual({});
  });

  test("the path of an MLflow server behind a proxy is kept", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 200, {}));
    const workspace = await connect({ trackingUri: `${origin}/team/mlflow/` }, {}, { clock: testClock() });
    await workspace.call({ method: "GET", path: route`/api/2.0/mlflow/x` });
    expect(seen[0]?.url).toBe("/team/mlflow/api/2.0/mlflow/x");
    expect(workspace.host).toBe(`${origin}/team/mlflow`);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  test("a signed URL is called to the letter and without credentials", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 403, "<Error>sig=abcdef</Error>"));
    const workspace = await databricks("http://127.0.0.1:9");
    const path = route.signed(`${origin}/bucket/a%2Bb?X-Amz-Signature=deadbeef&x=%20`);
    const error = await failure(
      workspace.upload({ method: "PUT", path, open: () => Readable.from([Buffer.from("abc")]), size: 3 }),
    );
    expect(seen[0]).toMatchObject({ url: "/bucket/a%2Bb?X-Amz-Signature=deadbeef&x=%20", body: "abc" });
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(error.code).toBe("permissionDenied");
    expect(error.message).not.toMatch(/deadbeef|abcdef/);
    expect(JSON.stringify(path)).not.toContain("deadbeef");
  });

  test("headers of the workspace cannot be replaced", async () => {
    const workspace = await databricks("http://127.0.0.1:9");
    const call = workspace.call({ method: "GET", path: route`/x`, headers: { Authorization: "Bearer other" } });
    expect(await failure(call)).toMatchObject({ code: "internal" });
  });
});

describe("what an answer means", () => {
  const cases: [string, number, Record<string, string>, string, Partial<AgentsError>][] = [
    [
      "401",
      401,
      {},
      '{"error_code":"UNAUTHENTICATED","message":"no"}',
      { code: "unauthenticated", serverCode: "UNAUTHENTICATED" },
    ],
    [
      "403 of a wrong token",
      403,
      {},
      '{"error_code":403,"message":"Invalid access token."}',
      { code: "unauthenticated" },
    ],
    ["403", 403, {}, '{"error_code":"PERMISSION_DENIED","message":"no"}', { code: "permissionDenied" }],
    ["404", 404, {}, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}', { code: "notFound" }],
    ["400 that means gone", 400, {}, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}', { code: "notFound" }],
    [
      "404 of an unknown route, Databricks",
      404,
      {},
      '{"error_code":"ENDPOINT_NOT_FOUND","message":"No API"}',
      { code: "unsupported" },
    ],
    [
      "404 of a feature that is off",
      404,
      {},
      '{"error_code":"FEATURE_DISABLED","message":"off"}',
      { code: "unsupported" },
    ],
    ["404 of the schema above", 404, {}, '{"error_code":"SCHEMA_DOES_NOT_EXIST","message":"x"}', { code: "notFound" }],
    [
      "500 that says gone",
      500,
      {},
      '{"error_code":"NOT_FOUND","message":"x"}',
      { code: "unavailable", retryable: true },
    ],
    ["409", 409, {}, '{"error_code":"RESOURCE_CONFLICT","message":"updating"}', { code: "conflict" }],
    ["409 exists", 409, {}, '{"error_code":"RESOURCE_ALREADY_EXISTS","message":"there"}', { code: "alreadyExists" }],
    ["400 exists", 400, {}, '{"error_code":"RESOURCE_ALREADY_EXISTS","message":"there"}', { code: "alreadyExists" }],
    ["400", 400, {}, '{"error_code":"INVALID_PARAMETER_VALUE","message":"bad"}', { code: "badRequest" }],
    ["501", 501, {}, '{"error_code":"NOT_IMPLEMENTED","message":"route"}', { code: "unsupported" }],
    ["405", 405, {}, "", { code: "unsupported" }],
    ["500", 500, {}, '{"error_code":"INTERNAL_ERROR","message":"oops"}', { code: "unavailable", retryable: true }],
    ["redirect to a login", 302, { location: "/login.html?next=x" }, "", { code: "unauthenticated" }],
    ["redirect elsewhere", 301, { location: "https://example.com/" }, "", { code: "notAWorkspace" }],
    ["login page", 200, { "content-type": "text/html" }, "<html><title>Sign in</title>", { code: "notAWorkspace" }],
    ["not JSON", 200, {}, '{"half":', { code: "invalidResponse" }],
    ["wrong shape", 200, {}, "[1]", { code: "invalidResponse" }],
  ];
  test.each(cases)("%s", async (_name, status, headers, body, expected) => {
    const { origin, seen } = await serve((_seen, response) => send(response, status, body, headers));
    const error = await failure(
      (await databricks(origin)).json(anything, { method: "GET", path: route`/api/2.0/${"x"}` }),
    );
    expect(error).toMatchObject({ retryable: false, status, ...expected });
    expect(error.message).toContain(`GET /api/2.0/x at ${origin} answered ${status}`);
    expect(seen).toHaveLength(1);
  });

  test("is decided by what the server said, however short a secret of the call is", async () => {
    const { origin } = await serve((_seen, response) =>
      send(response, 400, { error_code: "RESOURCE_ALREADY_EXISTS", message: "A model of that name is there already" }),
    );
    const secrets = ["A", "E", "4", "RESOURCE", "prod"];
    const error = await failure(
      (await databricks(origin)).call({ method: "POST", path: route`/x`, body: {}, secrets }),
    );
    expect(error).toMatchObject({ code: "alreadyExists", serverCode: "RESOURCE_ALREADY_EXISTS" });
    expect(error.message).toContain("answered 400 RESOURCE_ALREADY_EXISTS: A model of that name is there already");
  });

  test("the message quotes the server in one clean line, a page by its title, and says the way out", async () => {
    const { origin } = await serve((seen, response) =>
      seen.url === "/page"
        ? send(response, 403, "<html><head><title>Blocked\n by proxy</title><body>long</body>", {
            "content-type": "text/html",
          })
        : send(response, 401, { error_code: "E", message: `one\u001b[31m\ntwo ${"x".repeat(3_000)}` }),
    );
    const workspace = await databricks(origin);
    const page = await failure(workspace.call({ method: "GET", path: route`/page` }));
    expect(page.message).toContain(
      'answered 403: a web page titled "Blocked by proxy". The identity in use (pat) lacks',
    );
    const { message = "" } = await failure(workspace.call({ method: "GET", path: route`/x` }));
    expect(message).toContain("answered 401 E: one [31m two xxx");
    expect(message).toContain("DATABRICKS_TOKEN");
    expect(message.length).toBeLessThan(2_000);
  });
});

describe("trying again", () => {
  test("429 with Retry-After is waited for, also for a POST that is safe to repeat", async () => {
    const { origin, seen } = await serve((_seen, response, count) =>
      count < 3
        ? send(response, 429, { error_code: "REQUEST_LIMIT_EXCEEDED" }, { "retry-after": "7" })
        : send(response, 200, {}),
    );
    const clock = testClock();
    await (await databricks(origin, { clock })).call({ method: "POST", path: route`/x`, safeToRepeat: true });
    expect(seen).toHaveLength(3);
    expect(clock.sleeps).toEqual([7_000, 7_000]);
  });

  test("503, 502 and 504 are tried again with growing pauses where that is harmless", async () => {
    const statuses = [503, 502, 504, 503];
    const { origin, seen } = await serve((_seen, response, count) => send(response, statuses[count - 1] ?? 200, {}));
    const clock = testClock();
    await (await databricks(origin, { clock })).call({ method: "PUT", path: route`/x` });
    expect(seen).toHaveLength(5);
    expect(clock.sleeps).toEqual([300, 600, 1_200, 2_400]);
  });

  test("the budget ends it, and the error says how often", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 503, { message: "busy" }));
    const clock = testClock();
    const error = await failure((await databricks(origin, { clock })).call({ method: "GET", path: route`/x` }));
    expect(error).toMatchObject({ code: "unavailable", retryable: true, status: 503 });
    expect(error.message).toMatch(/busy\. \(\d+ tries in 1\d\d s\)$/);
    expect(clock.now()).toBeLessThanOrEqual(120_000);
    expect(seen.length).toBeGreaterThan(10);
  });

  test("a Retry-After that is too long is told, not waited for", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 429, {}, { "retry-after": "3600" }));
    const error = await failure((await databricks(origin)).call({ method: "GET", path: route`/x` }));
    expect(error).toMatchObject({ code: "rateLimited", retryable: true, retryAfter: 3_600 });
    expect(seen).toHaveLength(1);
  });

  test.each([500, 502, 503, 504])("a POST answered %i may have had its effect: not sent again", async (status) => {
    const { origin, seen } = await serve((_seen, response) =>
      send(response, status, { error_code: "E", message: "oops" }),
    );
    const error = await failure((await databricks(origin)).call({ method: "POST", path: route`/x` }));
    expect(error).toMatchObject({ code: "unknownOutcome", retryable: false, status, serverCode: "E" });
    expect(seen).toHaveLength(1);
  });

  test("a POST that is safe to repeat is repeated", async () => {
    const { origin, seen } = await serve((_seen, response, count) => send(response, count === 1 ? 503 : 200, {}));
    await (await databricks(origin)).call({ method: "POST", path: route`/x`, safeToRepeat: true });
    expect(seen).toHaveLength(2);
  });

  // What stands in front of a server gives such answers, also when the server has done its work.
  test.each([
    [503, {}, { "retry-after": "1" }],
    [429, {}, { "retry-after": "1" }],
    [429, {}, {}],
    [400, { error_code: "REQUEST_LIMIT_EXCEEDED" }, {}],
    [503, { error_code: "TEMPORARILY_UNAVAILABLE" }, {}],
  ])("any other POST is not sent again blindly after %i %o %o", async (status, body, headers) => {
    const { origin, seen } = await serve((_seen, response) => send(response, status, body, headers));
    const error = await failure((await databricks(origin)).call({ method: "POST", path: route`/x` }));
    expect(error).toMatchObject({ code: "unknownOutcome", status, message: expect.stringContaining("looks before") });
    expect(error.retryAfter).toBe("retry-after" in headers ? 1 : undefined);
    expect(seen).toHaveLength(1);
  });

  test("reset after the effect: a GET is sent again, a POST is not", async () => {
    const { origin, seen } = await serve((_seen, response, count) => {
      if (count === 2) send(response, 200, {});
      else response.destroy();
    });
    const workspace = await databricks(origin);
    await workspace.call({ method: "GET", path: route`/x` });
    expect(seen).toHaveLength(2);
    const error = await failure(workspace.call({ method: "POST", path: route`/y`, body: { a: 1 } }));
    expect(error).toMatchObject({ code: "unknownOutcome", retryable: false });
    expect(error.message).toContain("whether it took effect is not known".replace("w", "W"));
    expect(seen).toHaveLength(3);
  });

  test.each<[string, number | undefined, Partial<AgentsError>, RegExp]>([
    ["500", 500, { code: "unavailable", status: 500 }, /oops/],
    ["429", 429, { code: "rateLimited", status: 429 }, /oops/],
    [
      "no answer",
      undefined,
      { code: "unreachable", retryable: false },
      /The agent may have run, and is not asked again/,
    ],
  ])(
    "a question is asked once, and its failure is what the server says: %s",
    async (_what, status, expected, words) => {
      const { origin, seen } = await serve((_seen, response) => {
        if (status === undefined) response.destroy();
        else send(response, status, { error_code: "E", message: "oops" });
      });
      const workspace = await databricks(origin);
      const error = await failure(workspace.call({ method: "POST", path: route`/x`, isQuestion: true }));
      expect(error).toMatchObject(expected);
      expect(error.message).toMatch(words);
      expect(error.message).not.toContain("next run");
      expect(seen).toHaveLength(1);
    },
  );

  test("a truncated answer: a GET is sent again, a POST is of unknown outcome, and where the body does not matter it is done", async () => {
    const { origin, seen } = await serve((seen, response, count) => {
      if (seen.url === "/get" && count > 1) return send(response, 200, { ok: true });
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"ok":');
      setTimeout(() => response.destroy(), 20);
    });
    const workspace = await databricks(origin);
    expect(await workspace.json(anything, { method: "GET", path: route`/get` })).toEqual({ ok: true });
    expect(await failure(workspace.json(anything, { method: "POST", path: route`/post` }))).toMatchObject({
      code: "unknownOutcome",
    });
    await workspace.call({ method: "POST", path: route`/post` });
    expect(seen).toHaveLength(4);
  });

  test("a silent server: a GET ends as unreachable, a POST as of unknown outcome", async () => {
    const { origin, seen } = await serve(() => undefined);
    // Both wait for undici's own timers, which tick about once a second.
    const workspace = await databricks(origin, { retry: { firstContactMs: 0, budgetMs: 0 } });
    const [get, post] = await Promise.all([
      failure(workspace.call({ method: "GET", path: route`/x`, timeoutMs: 200 })),
      failure(workspace.call({ method: "POST", path: route`/x`, timeoutMs: 200 })),
    ]);
    expect(get).toMatchObject({ code: "unreachable", retryable: true });
    expect(get.message).toContain("did not answer in time");
    expect(post).toMatchObject({ code: "unknownOutcome" });
    expect(seen).toHaveLength(2);
  });

  test("a refused POST was never sent: it is repeated until the server is there", async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const workspace = await connect(
      { host: `http://127.0.0.1:${port}`, token: "t-0123456789" },
      {},
      { retry: { baseDelayMs: 50, refusedLoopbackMs: 5_000 } },
    );
    const late = createServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
    });
    onTestFinished(() => void late.close());
    setTimeout(() => late.listen(port, "127.0.0.1"), 200);
    await workspace.call({ method: "POST", path: route`/x` });
  });

  test("first contact: a refusing host on this machine is given up after about 2 s, with words", async () => {
    const clock = testClock();
    const workspace = await databricks("http://127.0.0.1:9", { clock });
    const error = await failure(workspace.probe());
    expect(error).toMatchObject({ code: "unreachable", retryable: true });
    expect(error.message).toContain("refuses connections");
    expect(clock.now()).toBeLessThanOrEqual(2_000);
    expect(clock.sleeps.length).toBeGreaterThan(1);
  });

  test("first contact: an unknown name is told at once", async () => {
    const clock = testClock();
    const workspace = await databricks("https://no-such-host.invalid", { clock });
    const error = await failure(workspace.probe());
    expect(error.code).toBe("unreachable");
    expect(error.message).toMatch(/DNS/);
  });

  test("TLS problems are told in words and not repeated", async () => {
    const { origin } = await serve((_seen, response) => send(response, 200, {}));
    const clock = testClock();
    const error = await failure((await databricks(origin.replace("http:", "https:"), { clock })).probe());
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(error.message).toMatch(/TLS/);
    expect(clock.sleeps).toEqual([]);
  });

  test("what does not speak HTTP is no workspace", async () => {
    const server = createServer((socket) => socket.end("220 smtp.example ESMTP\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const workspace = await databricks(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await failure(workspace.probe())).toMatchObject({ code: "notAWorkspace" });
  });

  test("a signal ends a call under way, a pause, and a call not begun", async () => {
    const { origin, seen } = await serve((seen, response) => {
      if (seen.url === "/busy") send(response, 503, {}, { "retry-after": "50" });
    });
    const workspace = await connect({ host: origin, token: "t-0123456789" }, {});
    for (const path of [route`/hangs`, route`/busy`]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      expect(await failure(workspace.call({ method: "GET", path, signal: controller.signal }))).toMatchObject({
        code: "cancelled",
      });
    }
    expect(
      await failure(workspace.call({ method: "GET", path: route`/z`, signal: AbortSignal.abort() })),
    ).toMatchObject({ code: "cancelled" });
    expect(seen.map(({ url }) => url)).toEqual(["/hangs", "/busy"]);
  });
});

describe("a server that means no harm and never ends", () => {
  test.each([
    ["0", "0"],
    ["a time in the past", "Wed, 01 Jan 2020 00:00:00 GMT"],
  ])("says Retry-After %s: the usual pauses, and not for ever", async (_what, after) => {
    const { origin, seen } = await serve((_seen, response) => send(response, 429, {}, { "retry-after": after }));
    const clock = testClock({ start: Date.parse("2026-01-01T00:00:00Z") });
    const error = await failure((await databricks(origin, { clock })).call({ method: "GET", path: route`/x` }));
    expect(error).toMatchObject({ code: "rateLimited", retryable: true });
    expect(clock.sleeps.slice(0, 4)).toEqual([300, 600, 1_200, 2_400]);
    expect(seen.length).toBeLessThan(20);
  });

  test("is tried a limited number of times, however much time there is", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 503, {}));
    const retry = { budgetMs: 9e9, random: () => 1 };
    await failure((await databricks(origin, { retry })).call({ method: "GET", path: route`/x` }));
    expect(seen).toHaveLength(25);
  });

  /** Answers with a byte every few milliseconds, so that it is never silent. */
  function drip(response: ServerResponse, status: number, more: () => boolean = () => true) {
    response.writeHead(status, { "content-type": "application/json" });
    const timer = setInterval(() => (more() ? response.write(" ") : response.end("{}")), 10);
    response.on("close", () => clearInterval(timer));
  }
  const impatient = { retry: { graceMs: 300, slowestRate: 1_000, budgetMs: 0, firstContactMs: 0 } };
  const request = { timeoutMs: 1_000 };

  test.each([200, 404, 503])("drips a %i: the try has a limit, a POST is of unknown outcome", async (status) => {
    const { origin } = await serve((_seen, response) => drip(response, status));
    const workspace = await databricks(origin, impatient);
    const get = await failure(workspace.json(anything, { method: "GET", path: route`/x`, ...request }));
    expect(get).toMatchObject({ code: "unreachable", retryable: true });
    expect(get.message).toContain("so slowly that the try was given up");
    const post = await failure(workspace.json(anything, { method: "POST", path: route`/x`, ...request }));
    expect(post.code).toBe("unknownOutcome");
  });

  test("drips a file: the stream ends with an error", async () => {
    const { origin } = await serve((_seen, response) => drip(response, 200));
    const { body } = await (await databricks(origin, impatient)).download({
      method: "GET",
      path: route`/x`,
      ...request,
    });
    const drained = (async () => {
      for await (const _chunk of body);
    })();
    const error = await failure(drained);
    expect(error).toMatchObject({ code: "unavailable", retryable: true });
    expect(error.message).toContain("came so slowly that it was given up");
  });

  test("is as slow as a bad line, in either direction: nothing is cut", async () => {
    const piece = 400;
    let times = 0;
    const { origin } = await serve(async (seen, response) => {
      if (seen.method === "GET") {
        response.writeHead(200);
        for (let each = 0; each < 80; each++) {
          response.write(Buffer.alloc(piece));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return response.end();
      }
      for await (const _chunk of response.req) times++;
      send(response, 200, {});
    }, true);
    const workspace = await databricks(origin, { retry: { ...impatient.retry, graceMs: 0, slowestRate: 10_000 } });
    const { body } = await workspace.download({ method: "GET", path: route`/x`, ...request });
    let size = 0;
    for await (const chunk of body) size += chunk.length;
    expect(size).toBe(80 * piece);
    // Too large to be read before it is sent, and slower to come than the grace allows alone.
    const whole = 300_000;
    async function* slowly() {
      for (let at = 0; at < 60; at++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        yield Buffer.alloc(whole / 60);
      }
    }
    const open = () => Readable.from(slowly(), { objectMode: false });
    await workspace.upload({ method: "PUT", path: route`/x`, open, size: whole, ...request });
    expect(times).toBeGreaterThan(1);
  });

  test("sends a file faster than its reader takes it: the reader has all the time it needs", async () => {
    const { origin } = await serve((_seen, response) => response.end(Buffer.alloc(2_000)));
    const { body } = await (await databricks(origin, impatient)).download({
      method: "GET",
      path: route`/x`,
      ...request,
    });
    for await (const _chunk of body) await new Promise((resolve) => setTimeout(resolve, 2_000));
  });
});

describe("transfers", () => {
  test("an upload is streamed, with a fresh stream per try", async () => {
    const folder = mkdtempSync(join(tmpdir(), "agents-upload-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const content = Buffer.alloc(3_000_000, "abcdefghij");
    writeFileSync(join(folder, "f"), content);
    const digests: string[] = [];
    const { origin, seen } = await serve(async (_seen, response, count) => {
      const hash = createHash("sha256");
      for await (const chunk of response.req) hash.update(chunk);
      digests.push(hash.digest("hex"));
      send(response, count === 1 ? 503 : 200, {});
    }, true);
    const workspace = await databricks(origin);
    let opened = 0;
    await workspace.upload({
      method: "PUT",
      path: route`/files/${route.rest("a b/c.txt")}`,
      size: content.length,
      open: () => {
        opened++;
        return createReadStream(join(folder, "f"));
      },
    });
    expect(opened).toBe(2);
    expect(seen[0]).toMatchObject({ method: "PUT", url: "/files/a%20b/c.txt" });
    expect(seen[0]?.headers).toMatchObject({ "content-length": "3000000" });
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
    const expected = createHash("sha256").update(content).digest("hex");
    expect(digests).toEqual([expected, expected]);
  });

  test("an empty file is sent", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 200, {}));
    await (await databricks(origin)).upload({ method: "PUT", path: route`/e`, open: () => Readable.from([]), size: 0 });
    expect(seen[0]?.headers["content-length"]).toBe("0");
  });

  test.each([
    ["shorter", 2, "fileRefused"],
    ["longer", 8, "fileRefused"],
  ])("a file that is %s than announced is refused, not sent again", async (_name, length, code) => {
    const { origin } = await serve((_seen, response) => send(response, 200, {}));
    const open = () => Readable.from([Buffer.alloc(length)]);
    const error = await failure((await databricks(origin)).upload({ method: "PUT", path: route`/e`, open, size: 5 }));
    expect(error).toMatchObject({ code, retryable: false });
  });

  test("a file that is gone is an error of the file", async () => {
    const { origin } = await serve((_seen, response) => send(response, 200, {}));
    const open = () => createReadStream("/no/such/file");
    const error = await failure((await databricks(origin)).upload({ method: "PUT", path: route`/e`, open, size: 5 }));
    expect(error).toMatchObject({ code: "fileNotFound" });
  });

  test("a server that refuses before it has read everything is understood", async () => {
    const { origin } = await serve((_seen, response) => {
      send(response, 413, { error_code: "TOO_LARGE", message: "too large" }, { connection: "close" });
    }, true);
    const size = 200_000;
    const open = () => Readable.from([Buffer.alloc(size)]);
    const error = await failure((await databricks(origin)).upload({ method: "PUT", path: route`/e`, open, size }));
    expect(error).toMatchObject({ code: "badRequest", status: 413 });
  });

  test("a download is streamed, tried again until it begins, and tells when it breaks off", async () => {
    const { origin, seen } = await serve((seen, response, count) => {
      if (count === 1) return send(response, 503, {});
      if (seen.url === "/broken") {
        response.writeHead(200, { "content-length": "1000" }).write("half");
        setTimeout(() => response.destroy(), 20);
        return;
      }
      response.writeHead(200, { "content-length": "4", "x-a": "b" }).end("body");
    });
    const workspace = await databricks(origin);
    const { status, headers, body, size } = await workspace.download({ method: "GET", path: route`/f` });
    expect({ status, size, a: headers["x-a"] }).toEqual({ status: 200, size: 4, a: "b" });
    let text = "";
    for await (const chunk of body) text += chunk;
    expect(text).toBe("body");
    expect(seen[1]?.headers.accept).toBeUndefined();

    const broken = await workspace.download({ method: "GET", path: route`/broken` });
    const drained = (async () => {
      for await (const chunk of broken.body) text += chunk;
    })();
    expect(await failure(drained)).toMatchObject({ code: "unavailable", retryable: true });
  });
});

describe("probe", () => {
  test("Databricks: who and where, remembered", async () => {
    const { origin, seen } = await serve((_seen, response) =>
      send(response, 200, { userName: "a@b.c" }, { "x-databricks-org-id": "123" }),
    );
    const workspace = await databricks(origin);
    expect(await Promise.all([workspace.probe(), workspace.probe()])).toEqual([
      { user: "a@b.c", workspaceId: "123" },
      { user: "a@b.c", workspaceId: "123" },
    ]);
    expect(await workspace.probe()).toEqual({ user: "a@b.c", workspaceId: "123" });
    expect(seen.map(({ url }) => url)).toEqual(["/api/2.0/preview/scim/v2/Me"]);
  });

  test("a failed probe is not remembered", async () => {
    const { origin } = await serve((_seen, response, count) =>
      send(response, count === 1 ? 401 : 200, { userName: "a" }),
    );
    const workspace = await databricks(origin);
    expect(await failure(workspace.probe())).toMatchObject({ code: "unauthenticated" });
    expect(await workspace.probe()).toEqual({ user: "a" });
  });

  test("MLflow: its release", async () => {
    const { origin } = await serve((seen, response) =>
      seen.url === "/version" ? response.end("3.17.2") : send(response, 200, { experiments: [{ experiment_id: "0" }] }),
    );
    const workspace = await connect({ trackingUri: origin }, {}, { clock: testClock() });
    expect(await workspace.probe()).toEqual({ mlflowVersion: "3.17.2" });
    expect(workspace).toMatchObject({ kind: "mlflow", authType: "none", registry: "mlflow" });
  });

  test("MLflow that wants a login, though its version is open to all", async () => {
    const { origin } = await serve((seen, response) =>
      seen.url === "/version"
        ? response.end("3.17.2")
        : send(response, 401, "You are not authenticated.", { "content-type": "text/html" }),
    );
    const error = await failure((await connect({ trackingUri: origin }, {}, { clock: testClock() })).probe());
    expect(error.code).toBe("unauthenticated");
    expect(error.message).toContain("MLFLOW_TRACKING_USERNAME");
  });

  test.each([
    ["a web site", 200, "<html><title>Hi</title></html>", "text/html"],
    ["another API", 200, '{"hello":1}', "application/json"],
    ["nothing known", 404, "not found", "text/plain"],
  ])("%s is neither Databricks nor MLflow", async (_name, status, body, type) => {
    const { origin } = await serve((_seen, response) => send(response, status, body, { "content-type": type }));
    const one = await failure((await databricks(origin)).probe());
    const other = await failure((await connect({ trackingUri: origin }, {}, { clock: testClock() })).probe());
    expect([one.code, other.code]).toEqual(["notAWorkspace", "notAWorkspace"]);
    expect(one.message).toContain("dbc-1234.cloud.databricks.com");
    expect(other.message).toContain("mlflow server");
  });
});
