import { describe, expect, test } from "vitest";
import { IniError, parseIni } from "./iniFile.js";

function plain(text: string): Record<string, Record<string, string>> {
  return Object.fromEntries([...parseIni(text)].map(([name, keys]) => [name, Object.fromEntries(keys)]));
}

describe("parseIni", () => {
  test.each([
    ["empty", "", {}],
    ["sections and both signs", "[a]\nhost = h\ntoken:t\n[b]\n", { a: { host: "h", token: "t" }, b: {} }],
    ["byte order mark, CRLF, blanks, tabs", "\uFEFF[ a b ]\r\n\t host\t=  h \r\n\r\n", { "a b": { host: "h" } }],
    [
      "keys before a section are DEFAULT's, which may go on",
      "host=h\n[DEFAULT]\ntoken=t\n",
      { DEFAULT: { host: "h", token: "t" } },
    ],
    ["no inheritance from DEFAULT", "[DEFAULT]\ntoken=t\n[p]\nhost=h\n", { DEFAULT: { token: "t" }, p: { host: "h" } }],
    ["comments", "# c\n; c\n[a] ; c\nhost = h#1 # c\ntoken = ;\n", { a: { host: "h#1", token: "" } }],
    ["signs in values", "[a]\nhost = https://x:1/?a=b\nt = a=b:c=\n", { a: { host: "https://x:1/?a=b", t: "a=b:c=" } }],
    ["quotes", `[a]\nx = "a # b" # c\ny = 'it'\nz = "open\n`, { a: { x: "a # b", y: "it", z: '"open' } }],
    ["key names in any case", "[a]\nClient_ID = c\n", { a: { client_id: "c" } }],
    ["a later value of a key counts", "[a]\nx=1\nx=2\n", { a: { x: "2" } }],
    [
      "prototype names are names",
      "[__proto__]\nconstructor=x\n",
      Object.fromEntries([["__proto__", { constructor: "x" }]]),
    ],
  ])("%s", (_name, text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  test.each([
    ["no sign", "[a]\ncanary\n", "line 2 is neither"],
    ["no key", "[a]\n= canary\n", "line 2 is neither"],
    ["open section", "[canary\n", "line 1 is not a section"],
    ["empty section", "[ ]\n", "line 1 is not a section"],
    ["twice", "[a]\n[b]\n[a]\n", 'line 3 begins the profile "a" a second time'],
    ["DEFAULT twice", "x=1\n[DEFAULT]\n[DEFAULT]\n", "line 3 begins"],
  ])("refused: %s", (_name, text, message) => {
    expect(() => parseIni(text)).toThrow(IniError);
    expect(() => parseIni(text)).toThrow(message);
    expect(() => parseIni(text)).not.toThrow("canary");
  });
});
