import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { connect, route } from "./index.js";
import { UploadBody } from "./uploadBody.js";

const pieceSize = 512 * 1024;

/** A stream in pieces that all lie in the same memory, as those of a file may. */
function reused(content: Buffer, ended: () => void = () => {}): () => Readable {
  async function* pieces() {
    const memory = Buffer.alloc(pieceSize);
    try {
      for (let position = 0; position < content.length; position += pieceSize) {
        const length = content.copy(memory, 0, position, position + pieceSize);
        yield memory.subarray(0, length);
        memory.fill(0);
      }
    } finally {
      ended();
    }
  }
  return () => Object.assign(Readable.from([]), { pieces });
}

const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** A server that reads slowly, so that the socket is full most of the time. */
async function slowReader() {
  const digests: string[] = [];
  const { origin } = await serve(async (_seen, response) => {
    const hash = createHash("sha256");
    for await (const chunk of response.req) {
      hash.update(chunk);
      if (Math.random() < 0.05) await sleep(2);
    }
    digests.push(hash.digest("hex"));
    send(response, 200, {});
  }, true);
  return { digests, workspace: await connect({ host: origin, token: "t-0123456789" }, {}) };
}

test("memory that is used again for the next piece never reaches the server early", async () => {
  const { digests, workspace } = await slowReader();
  const content = randomBytes(16_000_000);
  await workspace.upload({ method: "PUT", path: route`/x`, open: reused(content), size: content.length });
  expect(digests).toEqual([digest(content)]);
});

test.each([1, 100_000, pieceSize - 1, pieceSize, pieceSize + 1, 2 * pieceSize])(
  "a body of %d bytes arrives as it is",
  async (size) => {
    const { digests, workspace } = await slowReader();
    const content = randomBytes(size);
    await workspace.upload({ method: "PUT", path: route`/x`, open: reused(content), size });
    await workspace.upload({ method: "PUT", path: route`/x`, open: () => Readable.from([content]), size });
    expect(digests).toEqual([digest(content), digest(content)]);
  },
);

test("the file is let go of when the server refuses in the middle, or the upload is cancelled", async () => {
  let open = 0;
  const content = Buffer.alloc(64 * pieceSize);
  const counted = () => {
    open++;
    return reused(content, () => open--)();
  };
  const { origin } = await serve((seen, response) => {
    if (seen.url === "/refuses") send(response, 413, { error_code: "TOO_LARGE" }, { connection: "close" });
  }, true);
  const workspace = await connect({ host: origin, token: "t-0123456789" }, {});
  const refused = workspace.upload({ method: "PUT", path: route`/refuses`, open: counted, size: content.length });
  await expect(refused).rejects.toMatchObject({ status: 413 });
  const signal = AbortSignal.timeout(100);
  const hanging = workspace.upload({ method: "PUT", path: route`/x`, open: counted, size: content.length, signal });
  await expect(hanging).rejects.toMatchObject({ code: "cancelled" });
  await expect.poll(() => open).toBe(0);
});

test("a body whose reader never comes back can be ended", async () => {
  let ended = false;
  const body = new UploadBody(
    reused(Buffer.alloc(3 * pieceSize), () => {
      ended = true;
    }),
    3 * pieceSize,
    "PUT /x",
  );
  await body[Symbol.asyncIterator]().next();
  body.destroy();
  await expect.poll(() => ended).toBe(true);
});
