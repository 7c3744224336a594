import { describe, expect, it } from "vitest";
import { commandLine, destroysAll } from "./wholeDestroy.js";

/** A chain of processes, the provider's parent first. */
const chain =
  (...commands: string[]) =>
  (pid: number) => {
    const words = commands[pid - 10]?.split(" ");
    return words === undefined ? undefined : { words, parent: pid + 1 };
  };

describe("a destroy of the whole stack", () => {
  it.each([
    [["pulumi destroy --yes"], true],
    [
      ["node /x/dynamic-provider 127.0.0.1:1", "pulumi-resource-pulumi-nodejs 127.0.0.1:1", "/usr/bin/pulumi down"],
      true,
    ],
    [["pulumi --cwd=x destroy -y"], true],
    [["pulumi destroy --target urn:pulumi:a"], false],
    [["pulumi destroy --target=urn:pulumi:a"], false],
    [["pulumi destroy -t urn:pulumi:a"], false],
    [["pulumi destroy --exclude urn:pulumi:a"], false],
    [["pulumi up --yes"], false],
    [["node destroy", "bash"], false],
    [[], false],
  ])("is told by %j: %s", (commands, expected) => {
    expect(destroysAll(chain(...commands), 10)).toBe(expected);
  });

  it("is read from real processes", () => {
    expect(commandLine(process.pid)?.parent).toBe(process.ppid);
    expect(commandLine(2 ** 30)).toBeUndefined();
  });
});
