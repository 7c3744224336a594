import { afterEach, describe, expect, it, vi } from "vitest";
import { TokenAuthority } from "../../../workspace/auth/tokenAuthority.js";
import { Query } from "../../../workspace/http/target.js";

const authority = new TokenAuthority(
  {
    token: "owner-token",
    userTokens: { "ann@localhost": "token-of-ann" },
    servicePrincipal: { name: "sp", clientId: "id", clientSecret: "secret" },
    signingKey: "k".repeat(64),
    workspaceId: "1",
  },
  "me@localhost",
);

afterEach(() => {
  vi.useRealTimers();
});

describe("TokenAuthority", () => {
  it("knows its owner, the users of the fixtures and nobody else", () => {
    expect(authority.recognise("owner-token")).toEqual({ kind: "user", name: "me@localhost" });
    expect(authority.recognise("token-of-ann")).toEqual({ kind: "user", name: "ann@localhost" });
    for (const wrong of ["", "owner-toke", "owner-token ", "OWNER-TOKEN"]) {
      expect(authority.recognise(wrong)).toBeUndefined();
    }
  });

  it("exchanges client credentials for a token that expires", () => {
    vi.useFakeTimers();
    const issued = authority.exchange("id", "secret");
    expect(issued?.seconds).toBe(3600);
    expect(authority.recognise(issued?.token ?? "")).toEqual({ kind: "servicePrincipal", name: "id" });
    vi.advanceTimersByTime(3600_001);
    expect(authority.recognise(issued?.token ?? "")).toBeUndefined();
  });

  it("refuses wrong client credentials", () => {
    expect(authority.exchange("id", "Secret")).toBeUndefined();
    expect(authority.exchange("other", "secret")).toBeUndefined();
  });

  it("forgets a revoked token", () => {
    const token = authority.issue({ kind: "servicePrincipal", name: "e" });
    expect(authority.recognise(token)?.kind).toBe("servicePrincipal");
    authority.revoke(token);
    expect(authority.recognise(token)).toBeUndefined();
  });

  it("signs one method and path for a while", () => {
    vi.useFakeTimers();
    const query = new Query(authority.sign("PUT", "1/traces/tr-1/artifacts/traces.json"));
    expect(authority.verify("PUT", "1/traces/tr-1/artifacts/traces.json", query)).toBe(true);
    expect(authority.verify("GET", "1/traces/tr-1/artifacts/traces.json", query)).toBe(false);
    expect(authority.verify("PUT", "1/traces/tr-2/artifacts/traces.json", query)).toBe(false);
    const later = new Query(query.text.replace(/\d+/, (expires) => String(Number(expires) + 1)));
    expect(authority.verify("PUT", "1/traces/tr-1/artifacts/traces.json", later)).toBe(false);
    vi.advanceTimersByTime(901_000);
    expect(authority.verify("PUT", "1/traces/tr-1/artifacts/traces.json", query)).toBe(false);
    expect(authority.verify("PUT", "x", new Query(""))).toBe(false);
  });
});
