import { expect, test } from "vitest";
import { compareVersions } from "./versions.js";

test.each([
  ["3.230.0", "3.230.0", 0],
  ["v3.231.0", "3.230.9", 1],
  ["3.99.0", "3.230.0", -1],
  ["3.230.0-alpha.1", "3.230.0", 0],
  ["4.0.0", "3.999.0", 1],
  ["1.25", "1.25.0", 0],
])("%s and %s", (left, right, sign) => {
  expect(Math.sign(compareVersions(left, right))).toBe(sign);
});
