import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { testClock } from "../wait/index.js";
import { connect, route } from "./index.js";

// Calls to a cloud's storage, at addresses that carry their own proof.

async function workspace() {
  return connect(
    { host: "http://127.0.0.1:9", token: "canary-token" },
    {},
    { clock: testClock(), retry: { random: () => 1 } },
  );
}

const body = { open: () => Readable.from([Buffer.from("abc")], { objectMode: false }), size: 3 };

async function messageOf(work: Promise<unknown>): Promise<Record<string, unknown>> {
  return work.then(
    () => ({}),
    (error) => ({ code: error.code, status: error.status, serverCode: error.serverCode, message: error.message }),
  );
}

describe("a call to a storage", () => {
  test("adds to the query behind what is signed, to the letter", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 201, ""));
    const path = route.signed(`${origin}/c/a%20b?sv=2020&sig=a%2Bb%3D`);
    await (await workspace()).upload({ method: "PUT", path, query: { comp: "block", blockid: "AA==" }, ...body });
    expect(seen[0]?.url).toBe("/c/a%20b?sv=2020&sig=a%2Bb%3D&comp=block&blockid=AA%3D%3D");
    expect(seen[0]?.headers).not.toHaveProperty("content-type");
    expect(seen[0]?.headers).not.toHaveProperty("authorization");
  });

  test("says what the storage answered, also a status that is no error here", async () => {
    const { origin } = await serve((_seen, response) => send(response, 308, "", { range: "bytes=0-1", etag: "e" }));
    const path = route.signed(`${origin}/c?sig=x`);
    const answer = await (await workspace()).upload({ method: "PUT", path, accepts: [308], ...body });
    expect(answer).toMatchObject({ status: 308, headers: { range: "bytes=0-1", etag: "e" } });
    expect(await messageOf((await workspace()).upload({ method: "PUT", path, ...body }))).toMatchObject({
      status: 308,
    });
  });

  test.each([
    [403, "SignatureDoesNotMatch", "permissionDenied"],
    [404, "NoSuchKey", "notFound"],
    [400, "InvalidBlockList", "badRequest"],
  ])(
    "an error in XML (%i %s) gives its code and message, and nothing of what was signed",
    async (status, name, code) => {
      const xml = `<?xml version="1.0"?>\n<Error><Code>${name}</Code><Message>Not &lt;that&gt;</Message><StringToSign>AKIDX canonical</StringToSign></Error>`;
      const { origin } = await serve((_seen, response) =>
        send(response, status, xml, { "content-type": "application/xml" }),
      );
      const path = route.signed(`${origin}/bucket/secret-in-the-path?X-Amz-Signature=deadbeef`);
      const error = await messageOf((await workspace()).upload({ method: "PUT", path, ...body }));
      expect(error).toMatchObject({ code, status, serverCode: name });
      expect(error.message).toBe(`PUT at ${origin} answered ${status} ${name}: Not <that>.`);
    },
  );

  test("a signature that the storage sends back does not show", async () => {
    const { origin } = await serve((seen, response) =>
      send(
        response,
        403,
        JSON.stringify({ error: { code: "AuthenticationFailed", message: `${seen.url} was signed` } }),
      ),
    );
    const path = route.signed(`${origin}/bucket/k?token=0123456789abcdef0123456789%2F`);
    const headers = { "x-ms-encryption-key": "bXkga2V5IG15IGtleSBteSBrZXk=" };
    const error = await messageOf((await workspace()).upload({ method: "PUT", path, headers, ...body }));
    expect(error.message).not.toMatch(/0123456789abcdef/);
    expect(error.message).toMatch(/answered 403 AuthenticationFailed/);
  });

  test.each([
    [500, 4],
    [408, 4],
  ])("%i is tried again, a few times", async (status, tries) => {
    const { origin, seen } = await serve((_seen, response) => send(response, status, ""));
    const error = await messageOf(
      (await workspace()).upload({ method: "PUT", path: route.signed(`${origin}/k?sig=x`), ...body }),
    );
    expect(seen).toHaveLength(tries);
    expect(error.message).toMatch(/answered .*\(4 tries in/);
  });

  test("what may not be sent twice is not", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 500, ""));
    const path = route.signed(`${origin}/k?sig=x`);
    await messageOf((await workspace()).upload({ method: "PUT", path, safeToRepeat: false, ...body }));
    expect(seen).toHaveLength(1);
  });
});
