import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent } from "../../../test/conformance/folder.js";
import { contradictions } from "./contradictions.js";
import { mergeRequirements } from "./merge.js";
import { condaLines, namesMlflow } from "./mlflow.js";
import { excludeEachOther, fulfils } from "./pep440.js";
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

const hashes = "--hash=sha256:aa --hash=sha256:bb";

test("options of one requirement are read beside it", () => {
  expect(parseRequirement(`a[x]==1 ; python_version<'3.12' ${hashes}`)).toEqual({
    name: "a",
    extras: ["x"],
    specifiers: ["==1"],
    marker: 'python_version < "3.12"',
    options: hashes,
  });
  expect(parseRequirement('a --config-settings "x=y" --global-option=z')?.options).toBe(
    '--config-settings "x=y" --global-option=z',
  );
  expect(parseRequirement("a==1\t--hash=sha256:aa")?.specifiers).toEqual(["==1"]);
  expect(parseRequirement(`./a.whl ${hashes}`)).toBeUndefined();
});

// What MLflow 3.17.2 writes for the same lines, but for the last: it does not know mlflow-skinny with a hash.
test.each([
  [["mlflow[databricks]==3.4.0"], ["mlflow[databricks]==3.4.0"]],
  [["mlflow==3.4.0 \\", "    --hash=sha256:aa \\", "    --hash=sha256:bb", "    # via x"], [`mlflow==3.4.0 ${hashes}`]],
  [[`mlflow[databricks]==3.4.0 ${hashes}`], [`mlflow[databricks]==3.4.0 ${hashes}`]],
  [
    ["mlflow", 'openai --config-settings="x=y"'],
    ["mlflow", 'openai --config-settings="x=y"'],
  ],
  [
    ["mlflow==3.4.0 ; python_version<'3.12'", "a ; python_version<'3.12' --global-option=z"],
    ['mlflow==3.4.0; python_version < "3.12"', "a ; python_version<'3.12' --global-option=z"],
  ],
  [
    ["--require-hashes", `mlflow ==3.4.0 ${hashes}`],
    ["--require-hashes", `mlflow ==3.4.0 ${hashes}`],
  ],
  [["-e git+https://github.com/mlflow/mlflow@x#egg=mlflow"], ["-e git+https://github.com/mlflow/mlflow@x#egg=mlflow"]],
  [["./wheels/mlflow-3.4.0-py3-none-any.whl"], ["./wheels/mlflow-3.4.0-py3-none-any.whl"]],
  [[`mlflow-skinny==3.4.0 ${hashes}`], [`mlflow-skinny==3.4.0 ${hashes}`]],
])("%j is one way to ask for mlflow", async (given, written) => {
  const folder = await folderWith({ "agent.py": smallAgent, "requirements.txt": given.join("\n") });
  const plan = await planOf(folder, { requirements: "requirements.txt" });
  expect(plan.generated["requirements.txt"]).toBe(written.join("\n"));
});

test("conda.yaml names mlflow without extras too, and the digest tells", async () => {
  expect(condaLines(["a", "mlflow[x]==3.4.0", "b"])).toEqual(["mlflow==3.4.0", "a", "mlflow[x]==3.4.0", "b"]);
  expect(condaLines([`mlflow[x]==3.4.0 ${hashes}`])).toEqual([`mlflow==3.4.0 ${hashes}`, `mlflow[x]==3.4.0 ${hashes}`]);
  expect(condaLines(["mlflow-skinny[x]", "mlflow==3"])).toEqual(["mlflow-skinny[x]", "mlflow==3"]);
  const folder = await folderWith({ "agent.py": smallAgent });
  const plan = await planOf(folder, { requirements: ["mlflow[databricks]==3.4.0", "openai"] });
  expect(plan.requirements).toEqual(["mlflow[databricks]==3.4.0", "openai"]);
  expect(plan.generated["conda.yaml"]).toContain('  - mlflow==3.4.0\n  - "mlflow[databricks]==3.4.0"\n  - openai\n');
});

test("hashes are for all lines or for none, and a line without cannot be added", async () => {
  const folder = await folderWith({ "agent.py": smallAgent });
  const problems = (...requirements: string[]) => problemsOf(folder, { requirements });
  expect(await problems(`mlflow==3.4.0 ${hashes}`, "a @ https://me:s3cret@x.example/a.whl", "-e .", "b==1")).toEqual([
    "requirements invalidArgument: pip installs requirements with hashes only where each line has one, and these have " +
      "none: a, an editable install, b. Export them all with hashes (uv export, pip-compile --generate-hashes), or none.",
  ]);
  expect(await problems(`openai==1 ${hashes}`)).toEqual([
    "requirements invalidArgument: the requirements have hashes, and none of them is mlflow, which a served agent needs. A " +
      "line without a hash cannot be added to them: add mlflow==3.17.2 to what they are exported from, and export them again.",
  ]);
  expect(await problemsOf(folder, { extraRequirements: [`openai==1 ${hashes}`] })).toEqual([
    expect.stringMatching(/^extraRequirements .*none of them is mlflow/),
  ]);
  expect(namesMlflow(["mlflow-agents", "git+https://x.example/other"])).toBe(false);
});

test.each<[string[], string[], string | undefined]>([
  [["a==1", "A==2"], [], "a==1 and A==2"],
  [["a==1 --hash=sha256:aa", "a==2 --hash=sha256:bb"], [], "a==1 and a==2"],
  [["a==1", "a>=2"], [], "a==1 and a>=2"],
  [["a<2", "a>=2"], [], "a<2 and a>=2"],
  [["a~=1.4", "a==2.*", "a==1.5"], [], "a==2.* and a==1.5"],
  [["a_b==1"], ["A-B<1"], "a_b==1 and A-B<1 (a constraint)"],
  [["a"], ["a<1", "a>1"], "a<1 (a constraint) and a>1 (a constraint)"],
  [["mlflow==3.4.0", "mlflow-skinny==3.5.0"], [], "mlflow==3.4.0 and mlflow-skinny==3.5.0"],
  [["mlflow==3.4.0", "mlflow-tracing==3.5.0"], [], "mlflow==3.4.0 and mlflow-tracing==3.5.0"],
  [["mlflow==3.1.0", "mlflow-tracing==3.5.0"], [], undefined],
  [["a==1", "a==1.0"], [], undefined],
  [["torch==2.7.1", "torch==2.7.1+cu128"], [], undefined],
  [["a==1; python_version < '3.10'", "a==2; python_version >= '3.10'"], [], undefined],
  [["a==1; python_version < '3.10'", "a==2"], [], undefined],
  [["a==1; python_version < '3.10'"], ["a==2"], "a==1 and a==2 (a constraint)"],
  [["a>=1,<2", "a!=1.5"], ["b==1"], undefined],
  [["a @ https://x.example/a.whl", "a==1"], [], undefined],
  [["a===2024+local", "a==1"], [], "a===2024+local and a==1"],
])("%j with the constraints %j contradict each other: %s", (requirements, constraints, both) => {
  const [problem, ...more] = contradictions(requirements, constraints, "requirements");
  expect(more).toEqual([]);
  if (both === undefined) expect(problem).toBeUndefined();
  else expect(problem?.message).toBe(`${both} cannot be installed together: no release is both. Change one of them.`);
});

test("a contradiction is told by the plan, with mlflow that was added", async () => {
  const folder = await folderWith({ "agent.py": smallAgent });
  expect(await problemsOf(folder, { requirements: ["mlflow-tracing==3.4.0", "a>1"], constraints: ["a==1"] })).toEqual([
    expect.stringMatching(/^requirements .*a>1 and a==1 \(a constraint\)/),
    expect.stringMatching(/^requirements .*mlflow==3\.17\.2 and mlflow-tracing==3\.4\.0/),
  ]);
});

test.each<[string, string, boolean | undefined]>([
  ["1.0", "==1", true],
  ["1.0", "==1.0.0", true],
  ["1.0rc1", "<1.0", false],
  ["1.0rc1", ">=1.0", false],
  ["1.0.dev1", "<1.0a1", true],
  ["1.0.post1", ">1.0", false],
  ["1.0.post1", ">=1.0", true],
  ["1!1.0", ">2024", true],
  ["1.4.5", "~=1.4", true],
  ["2.0", "~=1.4", false],
  ["1.5.0", "~=1.4.2", false],
  ["1.10", ">1.9", true],
  ["2.1.3", "==2.1.*", true],
  ["2.1.3", "!=2.*", false],
  ["1.0+cu1", "==1.0", true],
  ["1.0", "==1.0+cu1", false],
  ["1.0", "===1.0.0", false],
  ["one", "==1", undefined],
  ["1", ">=one", undefined],
])("%s fulfils %s: %s", (version, specifier, expected) => {
  expect(fulfils(version, specifier)).toBe(expected);
});

test("ranges exclude each other only where they do for certain", () => {
  expect(excludeEachOther("<1", ">=2")).toBe(true);
  expect(excludeEachOther("<=1", ">=1")).toBe(false);
  expect(excludeEachOther(">1", "<=1")).toBe(true);
  expect(excludeEachOther("!=1", ">=2")).toBe(false);
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
    `a${" -".repeat(50_000)}`,
    `a==${"1.".repeat(50_000)}`,
  ]) {
    parseRequirement(line);
    contradictions([line, `a==1${"-".repeat(50_000)}`, `a==1${".0".repeat(50_000)}+${"a".repeat(50_000)}!`], [], "");
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
