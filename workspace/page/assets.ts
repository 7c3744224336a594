import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { notFound } from "../errors.js";
import type { Call } from "../http/route.js";

/** Files of the page that a browser may load, by ending. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Nothing is loaded from elsewhere, nothing inline runs, and no text becomes HTML: `trusted-types 'none'` has the browser
 * refuse every assignment of a string to innerHTML and its like.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

interface Asset {
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  etag: string;
}

let kept: ReadonlyMap<string, Asset> | undefined;

/**
 * Sends one of the page's files. They hold no data and no secret, so nobody needs a key for them.
 *
 * @param name file name in `workspace/page/web`
 * @throws ApiError 404
 */
export function sendAsset({ request, response }: Call, name: string): undefined {
  kept ??= load();
  const asset = kept.get(name);
  if (asset === undefined) {
    throw notFound(`The page has no file '${name}'.`);
  }
  const { body, headers, etag } = asset;
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
  } else {
    response.writeHead(200, { ...headers, "content-length": String(body.length) }).end(body);
  }
  return undefined;
}

/** Only what lies in the folder can be asked for: a name is looked up, never joined to a path. */
function load(): ReadonlyMap<string, Asset> {
  const folder = join(__dirname, "web");
  const found = new Map<string, Asset>();
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)];
    if (type !== undefined) {
      const body = readFileSync(join(folder, name));
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      found.set(name, { body, etag, headers: headersOf(type, etag) });
    }
  }
  return found;
}

function headersOf(type: string, etag: string): Record<string, string> {
  return {
    "content-type": type,
    // Kept by the browser, and asked for again each time: another version of the package shows at once.
    "cache-control": "no-cache",
    etag,
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
