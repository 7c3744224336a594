import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensurePython, type PythonEnvironment } from "../../workspace/environment/ensurePython.js";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { modelPython } from "../../workspace/serving/modelEnvironment.js";

// Equal at each run, so that the environments that are made here are made once.
const wheel = `import sys, zipfile
path, value = sys.argv[1:]
files = {"desk_tools/__init__.py": f"X = {value}\\n",
         "desk_tools-1.2.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: desk-tools\\nVersion: 1.2.0\\n",
         "desk_tools-1.2.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
files["desk_tools-1.2.0.dist-info/RECORD"] = "".join(f"{name},,\\n" for name in [*files, "desk_tools-1.2.0.dist-info/RECORD"])
with zipfile.ZipFile(path, "w") as archive:
    for name, text in files.items():
        archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
`;

let folder: string;
let shared: PythonEnvironment;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mlflow-agents-wheel-"));
  shared = await ensurePython({ log: () => undefined });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the package that lies in a model answers in the environment that is made for the model. */
async function served(name: string, value: number): Promise<string> {
  const model = join(folder, name, "model");
  mkdirSync(join(model, "code/wheels"), { recursive: true });
  const file = "code/wheels/desk_tools-1.2.0-py3-none-any.whl";
  execFileSync(shared.python, ["-c", wheel, join(model, file), String(value)]);
  writeFileSync(join(model, "requirements.txt"), `${file}\n-c constraints.txt`);
  writeFileSync(join(model, "constraints.txt"), "uvicorn<1\n");
  const python = await modelPython(model, shared, resolveCacheFolder(), join(folder, name, "build.log"));
  return execFileSync(python, ["-c", "import desk_tools; print(desk_tools.X)"], { encoding: "utf8" }).trim();
}

it("installs a wheel of the model, under its constraints, and another one where the wheel differs", async () => {
  expect(await served("first", 1)).toBe("1");
  expect(await served("second", 2)).toBe("2");
});
