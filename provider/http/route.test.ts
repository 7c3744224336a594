import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { isAgentsError } from "../errors.js";
import { testClock } from "../wait/index.js";
import { type ApiPath, connect, route } from "./index.js";

const segment = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text !== "." && text !== "..");

function refusal(make: () => ApiPath): string | undefined {
  try {
    make();
  } catch (error) {
    if (isAgentsError(error)) return error.code;
  }
  return undefined;
}

describe("route", () => {
  test("a value never leaves its segment", () => {
    fc.assert(
      fc.property(segment, segment, (one, two) => {
        const { text } = route`/api/2.0/things/${one}/parts/${two}`;
        const parts = text.split("/");
        expect(parts).toHaveLength(7);
        expect([parts[4], parts[6]].map((part) => decodeURIComponent(part ?? ""))).toEqual([one, two]);
        // What every URL parser on the way makes of it is what was meant.
        const url = new URL(`http://h${text}?q=1`);
        expect([url.pathname, url.search, url.hash]).toEqual([text, "?q=1", ""]);
      }),
    );
  });

  test("rest encodes each segment of a file's path", () => {
    fc.assert(
      fc.property(
        fc.array(
          segment.filter((text) => !text.includes("/")),
          { minLength: 1 },
        ),
        (parts) => {
          const { text } = route`/files/${route.rest(parts.join("/"))}`;
          expect(text.split("/").slice(2).map(decodeURIComponent)).toEqual(parts);
          expect(new URL(`http://h${text}`).pathname).toBe(text);
        },
      ),
    );
  });

  test("any text at all is either encoded or refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const code = refusal(() => route`/a/${value}`);
        if (code === undefined) expect(decodeURIComponent(route`/a/${value}`.text.slice(3))).toBe(value);
        else expect(code).toBe("invalidArgument");
      }),
    );
  });

  test.each([
    ["empty", () => route`/a/${""}`],
    ["dot", () => route`/a/${"."}/b`],
    ["dots", () => route`/a/${".."}/b`],
    ["dots made of two", () => route`/a/.${"."}x/../b`],
    ["a dot beside a literal dot", () => route`/a/.${"."}`],
    ["rest with dots", () => route`/a/${route.rest("b/../c")}`],
    ["rest with an empty segment", () => route`/a/${route.rest("b//c")}`],
    ["absolute rest", () => route`/a/${route.rest("/etc")}`],
    ["broken Unicode", () => route`/a/${"\ud800"}`],
    ["a query in the literal", () => route`/a?b=${"c"}`],
    ["no leading slash", () => route`a/${"b"}`],
  ])("refused: %s", (_name, make) => {
    expect(refusal(make)).toBe("invalidArgument");
  });

  test.each(["ftp://x/y", "/relative", "https://user:pw@h/x", ""])("signed refuses %s", (url) => {
    expect(refusal(() => route.signed(url))).toBe("invalidResponse");
  });

  test("numbers", () => {
    expect(route`/v/${3}`.text).toBe("/v/3");
  });

  test("what is sent over the wire is the path to the letter", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 200, {}));
    const workspace = await connect({ host: origin, token: "t-0123456789" }, {}, { clock: testClock() });
    const names = ["a/../b", "..%2f", "%2e%2e", "?x#y", "a b", "ä😀", "\\..\\", "~'()*!"];
    for (const name of names) await workspace.call({ method: "GET", path: route`/api/${name}/end` });
    expect(seen.map(({ url }) => decodeURIComponent(url.split("/")[2] ?? ""))).toEqual(names);
    expect(new Set(seen.map(({ url }) => url.split("/").length))).toEqual(new Set([4]));
  });
});
