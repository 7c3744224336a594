import { expect, test } from "vitest";
import { planPackage } from "../../../provider/modelPackage/index.js";
import { environmentReads } from "../../../provider/uses/index.js";
import { folderWith, source } from "../../conformance/folder.js";

/** What the code reads: the name, its place, and `!` where it fails without it. */
async function reads(code: string, files: Record<string, string> = {}): Promise<string[]> {
  const agent = `import os\nimport mlflow\nfrom mlflow.pyfunc import PythonModel\n${code}\n\n\nclass Agent(PythonModel):\n    def predict(self, context, model_input):\n        return [run()]\n\n\nmlflow.models.set_model(Agent())\n`;
  const folder = await folderWith({ "agent.py": agent, ...files });
  const codePaths = [...new Set(Object.keys(files).map((name) => name.split("/")[0] ?? name))];
  const { reading } = await planPackage(source({ codePaths }), folder);
  if (reading === undefined) throw new Error("nothing was read");
  return environmentReads(reading).map(
    ({ name, file, line, required }) => `${name} ${file}:${line}${required ? "!" : ""}`,
  );
}

const run = "def run():\n    return 1\n";

test.for<[name: string, code: string, expected: string[]]>([
  ["at the top of the file", `K = os.environ["K"]\n${run}`, ["K agent.py:4!"]],
  ["in what predict calls", `def run():\n    return os.environ["K"]\n`, ["K agent.py:5!"]],
  ["in what nobody calls", `def other():\n    return os.environ["K"]\n${run}`, []],
  ["with a default", `K = os.environ.get("K", "x")\nL = os.getenv("L", "y")\n${run}`, ["K agent.py:4", "L agent.py:5"]],
  ["asked for and not there", `K = os.environ.get("K")\n${run}`, ["K agent.py:4"]],
  ["whose absence is caught", `try:\n    K = os.environ["K"]\nexcept KeyError:\n    K = ""\n${run}`, ["K agent.py:5"]],
  [
    "whose absence is caught otherwise",
    `try:\n    K = os.environ["K"]\nexcept ValueError:\n    K = ""\n${run}`,
    ["K agent.py:5!"],
  ],
  ["looked for first", `K = os.environ["K"] if "K" in os.environ else "x"\n${run}`, ["K agent.py:4"]],
  [
    "looked for in another line",
    `if os.getenv("K"):\n    pass\ndef run():\n    return os.environ["K"]\n`,
    ["K agent.py:4"],
  ],
  [
    "compared with another variable's name",
    `if "L" in os.environ:\n    pass\nK = os.environ["K"]\n${run}`,
    ["K agent.py:6!"],
  ],
  [
    "that the code sets",
    `os.environ["K"] = "x"\nK = os.environ["K"]\nos.environ.setdefault("L", "y")\nL = os.environ["L"]\n${run}`,
    [],
  ],
  [
    "that a file may hold",
    `from dotenv import load_dotenv\nload_dotenv()\nK = os.environ["K"]\n${run}`,
    ["K agent.py:6"],
  ],
  ["under another name of os", `from os import environ as e\nK = e["K"]\n${run}`, ["K agent.py:5!"]],
  ["whose name is computed", `P = "A_"\nK = os.environ[P + "KEY"]\n${run}`, ["A_KEY agent.py:5!"]],
  ["by name from a list", `KS = {n: os.environ[n] for n in ("A", "B")}\n${run}`, ["A agent.py:4!", "B agent.py:4!"]],
  [
    "looked for by a constant",
    `NAME = "K"\nK = os.environ[NAME] if NAME in os.environ else "x"\n${run}`,
    ["K agent.py:5"],
  ],
  [
    "looked for by another constant",
    `NAME = "K"\nOTHER = "L"\nK = os.environ[NAME] if OTHER in os.environ else "x"\n${run}`,
    ["K agent.py:6!"],
  ],
  ["of main alone", `${run}if __name__ == "__main__":\n    os.environ["K"]\n`, []],
  [
    "of settings",
    `from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    api_key: str\n    region: str = "eu"\nS()\n${run}`,
    ["API_KEY agent.py:5!", "REGION agent.py:5"],
  ],
  [
    "of settings whose base reads a file",
    `from pydantic_settings import BaseSettings, SettingsConfigDict\nclass B(BaseSettings):\n    model_config = SettingsConfigDict(env_file=".env")\nclass S(B):\n    api_key: str\nS()\n${run}`,
    ["API_KEY agent.py:7"],
  ],
  [
    "of settings that are given a file",
    `from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    api_key: str\nS(_env_file=".env")\n${run}`,
    ["API_KEY agent.py:5"],
  ],
])("a variable %s", async ([, code, expected]) => {
  expect(await reads(code)).toEqual(expected);
});

test("a variable in another file of the agent has that file's name and line", async () => {
  const files = {
    "desk/__init__.py": "",
    "desk/config.py": 'import os\n\n\ndef url():\n    return os.environ["DESK_URL"]\n',
  };
  expect(await reads("from desk.config import url\ndef run():\n    return url()\n", files)).toEqual([
    "DESK_URL desk/config.py:5!",
  ]);
});

test("names that do as well are told: choices, other capitals, the parts of a nested field", async () => {
  const code = [
    "from pydantic import AliasChoices, BaseModel, Field",
    "from pydantic_settings import BaseSettings, SettingsConfigDict",
    "class Db(BaseModel):",
    "    host: str",
    "class S(BaseSettings):",
    '    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")',
    '    token: str = Field(validation_alias=AliasChoices("API_TOKEN", "OLD_TOKEN"))',
    "    db: Db",
    "S()",
    "def run():",
    "    return 1",
  ];
  const agent = `import os\nimport mlflow\n${code.join("\n")}\nclass Agent(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return [run()]\nmlflow.models.set_model(Agent())\n`;
  const { reading } = await planPackage(source(), await folderWith({ "agent.py": agent }));
  if (reading === undefined) throw new Error("nothing was read");
  const found = Object.fromEntries(environmentReads(reading).map(({ name, instead }) => [name, instead]));
  expect(found).toEqual({
    API_TOKEN: expect.arrayContaining(["OLD_TOKEN"]),
    APP_DB: expect.arrayContaining(["APP_db", "APP_DB*"]),
  });
});
