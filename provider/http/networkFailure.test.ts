import { describe, expect, test } from "vitest";
import { networkFailure } from "./networkFailure.js";

const coded = (code: string, more: object = {}) => Object.assign(new Error(`canary ${code}`), { code, ...more });

describe("networkFailure", () => {
  test.each<[string, unknown, { maybeSent: boolean; transient: boolean }, RegExp]>([
    ["refused", coded("ECONNREFUSED"), { maybeSent: false, transient: true }, /refuses connections/],
    [
      "refused on both address families",
      new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]),
      { maybeSent: false, transient: true },
      /refuses connections/,
    ],
    [
      "a cause within",
      new Error("outer", { cause: coded("ENOTFOUND") }),
      { maybeSent: false, transient: false },
      /DNS/,
    ],
    ["DNS silent", coded("EAI_AGAIN"), { maybeSent: false, transient: true }, /DNS/],
    ["no route", coded("ENETUNREACH"), { maybeSent: false, transient: true }, /route/],
    ["connecting takes too long", coded("CONNECT_TIMEOUT"), { maybeSent: false, transient: true }, /firewall/],
    [
      "connecting through a proxy takes too long",
      coded("UND_ERR_CONNECT_TIMEOUT"),
      { maybeSent: false, transient: true },
      /firewall/,
    ],
    [
      "the system gave up connecting",
      coded("ETIMEDOUT", { syscall: "connect" }),
      { maybeSent: false, transient: true },
      /firewall/,
    ],
    [
      "the system gave up reading",
      coded("ETIMEDOUT", { syscall: "read" }),
      { maybeSent: true, transient: true },
      /in time/,
    ],
    ["expired certificate", coded("CERT_HAS_EXPIRED"), { maybeSent: false, transient: false }, /expired/],
    [
      "self-signed",
      coded("DEPTH_ZERO_SELF_SIGNED_CERT"),
      { maybeSent: false, transient: false },
      /NODE_EXTRA_CA_CERTS/,
    ],
    [
      "private authority",
      coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
      { maybeSent: false, transient: false },
      /NODE_EXTRA_CA_CERTS/,
    ],
    ["another name", coded("ERR_TLS_CERT_ALTNAME_INVALID"), { maybeSent: false, transient: false }, /another name/],
    ["no TLS there", coded("ERR_SSL_WRONG_VERSION_NUMBER"), { maybeSent: false, transient: false }, /https/],
    ["silence", coded("SILENCE"), { maybeSent: true, transient: true }, /in time/],
    ["silence behind a proxy", coded("UND_ERR_HEADERS_TIMEOUT"), { maybeSent: true, transient: true }, /in time/],
    ["reset", coded("ECONNRESET"), { maybeSent: true, transient: true }, /broke off/],
    ["closed", coded("UND_ERR_SOCKET"), { maybeSent: true, transient: true }, /broke off/],
    ["not HTTP", coded("HPE_INVALID_CONSTANT"), { maybeSent: true, transient: false }, /does not speak HTTP/],
    ["something else", "canary", { maybeSent: true, transient: true }, /broke off/],
  ])("%s", (_name, error, expected, words) => {
    const failure = networkFailure(error);
    expect(failure).toMatchObject(expected);
    expect(failure.words).toMatch(words);
    expect(failure.words).not.toContain("canary");
  });
});
