import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PageSessions } from "../../../workspace/page/session.js";

const credentials = {
  token: "owner-token",
  userTokens: {},
  servicePrincipal: { name: "sp", clientId: "id", clientSecret: "secret" },
  signingKey: "k".repeat(64),
  workspaceId: "1",
};
const minutes = 60_000;
const days = 24 * 60 * minutes;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a link to the page", () => {
  it("opens it once", () => {
    const sessions = new PageSessions(credentials);
    const code = sessions.newCode();
    expect(sessions.open(`${code}x`)).toBeUndefined();
    expect(sessions.recognises(sessions.open(code) ?? "")).toBe(true);
    expect(sessions.open(code)).toBeUndefined();
  });

  it("is good for ten minutes", () => {
    const sessions = new PageSessions(credentials);
    const [early, late] = [sessions.newCode(), sessions.newCode()];
    vi.advanceTimersByTime(10 * minutes - 1);
    expect(sessions.open(early)).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(sessions.open(late)).toBeUndefined();
  });

  it("does not pile up where nobody opens it", () => {
    const sessions = new PageSessions(credentials);
    const codes = Array.from({ length: 21 }, () => sessions.newCode());
    expect(codes.map((code) => sessions.open(code) !== undefined)).toEqual([false, ...new Array(20).fill(true)]);
  });
});

describe("a key of the page", () => {
  const open = (changes: Partial<typeof credentials> = {}): [PageSessions, string] => {
    const sessions = new PageSessions({ ...credentials, ...changes });
    return [sessions, sessions.open(sessions.newCode()) ?? ""];
  };

  it("is good after another start, until it expires", () => {
    const [, key] = open();
    const restarted = new PageSessions(credentials);
    vi.advanceTimersByTime(30 * days - 1);
    expect(restarted.recognises(key)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(restarted.recognises(key)).toBe(false);
  });

  it("ends with the token and with the signing key", () => {
    const [sessions] = open();
    expect(sessions.recognises(open({ token: "another" })[1])).toBe(false);
    expect(sessions.recognises(open({ signingKey: "l".repeat(64) })[1])).toBe(false);
  });

  it("cannot be made up, prolonged or shortened", () => {
    const [sessions, key] = open();
    const [, expires = "", mark = ""] = /^page-(\d+)-(.+)$/.exec(key) ?? [];
    const later = `page-${Number(expires) + 1}-${mark}`;
    for (const wrong of ["", "page-", "page-9-", later, key.slice(0, -1), `${key} `, `page-0${expires}-${mark}`]) {
      expect(sessions.recognises(wrong), wrong).toBe(false);
    }
  });
});
