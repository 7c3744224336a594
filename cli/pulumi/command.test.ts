import { expect, it } from "vitest";
import { folderOf } from "./command.js";

it.each([
  [["up"], "."],
  [["-C", "infra", "up"], "infra"],
  [["up", "--cwd", "infra"], "infra"],
  [["--cwd=infra", "up"], "infra"],
  [["-C=infra", "up"], "infra"],
  [["-Cinfra", "up"], "infra"],
  [["-C", "one", "-C", "two", "up"], "two"],
  [["up", "--config", "a=b", "--cwd-of-others"], "."],
  [["up", "--", "-C", "infra"], "."],
])("the project of `pulumi %j` is %j", (args, folder) => {
  expect(folderOf(args)).toBe(folder);
});
