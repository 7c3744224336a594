import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent } from "../../../test/conformance/folder.js";
import { mergeRequirements } from "./merge.js";
import { formatRequirement, parseRequirement } from "./pep508.js";

const forms: [string, string | undefined][] = [
  ["requests", "requests"],
  ["Requests >= 2.31, <3", "Requests<3,>=2.31"],
  ["a[z,b] ~= 1.0", "a[b,z]~=1.0"],
  ["a (>=1)", "a>=1"],
  ["a @ https://x.example/a.whl", "a @ https://x.example/a.whl"],
  [
    "a@ git+https://x.example/a.git@main ; python_version>'3.9'",
    'a @ git+https://x.example/a.git@main ; python_version > "3.9"',
  ],
  [
    "a; python_version < '3' and (os_name=='nt' or extra == \"x\")",
    'a; python_version < "3" and (os_name == "nt" or extra == "x")',
  ],
  ["a==1.0.*", "a==1.0.*"],
  ["a===2024+local", "a===2024+local"],
  ["-e .", undefined],
  ["--index-url https://x.example", undefined],
  ["./wheel.whl", undefined],
  ["https://x.example/a.whl", undefined],
  ["a =1", undefined],
  ["a b", undefined],
  ["a[", undefined],
];

for (const [written, normal] of forms) {
  test(`requirement ${written}`, () => {
    const parsed = parseRequirement(written);
    expect(parsed === undefined ? undefined : formatRequirement(parsed)).toBe(normal);
  });
}

test("a package named twice is written once, with all that was asked of it", () => {
  expect(mergeRequirements(["a>=1", "b", "a[x]<2", "b", "-e .", "-e .", "c; python_version < '3'", "c"])).toEqual([
    "a[x]<2,>=1",
    "b",
    "-e .",
    'c; python_version < "3"',
    "c",
  ]);
  expect(mergeRequirements(["pyspark", "databricks-connect==15", "x"])).toEqual(["databricks-connect==15", "x"]);
});

test("requirements files are read through -r and -c, relative to the file that names them", async () => {
  const folder = await folderWith({
    "agent.py": smallAgent,
    "deps/main.txt": "# comment\n\nopenai  # why\n-r sub/more.txt\n-c=pins.txt\nlong \\\n  >=1\r\n",
    "deps/sub/more.txt": "httpx\n--requirement ../last.txt\n",
    "deps/last.txt": "zod-py==1\n",
    "deps/pins.txt": "httpx<1\n",
  });
  const plan = await planOf(folder, { requirements: "deps/main.txt", constraints: ["urllib3<3"] });
  expect(plan.requirements).toEqual([
    "mlflow==3.17.2",
    "openai",
    "httpx",
    "zod-py==1",
    "long>=1",
    "-c constraints.txt",
  ]);
  expect(plan.generated["constraints.txt"]).toBe("httpx<1\nurllib3<3");
  expect(Object.keys(plan.files)).toEqual([
    "agent.py",
    "deps/last.txt",
    "deps/main.txt",
    "deps/pins.txt",
    "deps/sub/more.txt",
  ]);
});

test("files that include each other, addresses and missing files are told", async () => {
  const folder = await folderWith({
    "agent.py": smallAgent,
    "a.txt": "-r b.txt\n-r https://x.example/c.txt\n-r gone.txt\n",
    "b.txt": "-r a.txt\n",
  });
  expect(await problemsOf(folder, { requirements: "a.txt" })).toEqual([
    'requirements fileRefused: "a.txt" includes itself. Remove the line with -r.',
    "requirements invalidArgument: -r of an address is not supported: save the file beside the agent and name it there.",
    'requirements fileNotFound: "gone.txt" does not exist.',
  ]);
});

test("long and strange lines take no long time", () => {
  const started = performance.now();
  for (const line of [
    `${"a-".repeat(50_000)}!`,
    `a[${"x,".repeat(50_000)}`,
    `a; ${"(".repeat(50_000)}`,
    `a ${"<".repeat(50_000)}`,
    `a;${"'".repeat(50_001)}`,
  ]) {
    parseRequirement(line);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
