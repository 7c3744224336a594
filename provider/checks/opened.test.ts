import { expect, test } from "vitest";
import { folderWith, smallAgent, source } from "../../test/conformance/folder.js";
import { planPackage } from "../modelPackage/index.js";
import { checkAgent } from "./index.js";

// A file that is opened and not packaged is found however the code writes its path: Python evaluates all of these to the
// same text, so one reading of them does.

async function missing(code: string, files: Record<string, string> = {}): Promise<string[]> {
  const folder = await folderWith({ "agent.py": `${code}\n${smallAgent}`, "notes.txt": "x", ...files });
  const codePaths = [...new Set(Object.keys(files).map((name) => name.split("/")[0] ?? name))];
  const { reading } = await planPackage(source({ codePaths }), folder);
  if (reading === undefined) throw new Error("nothing was read");
  return checkAgent(reading, { requirementsKnown: false })
    .filter(({ code: rule }) => rule === "missing-file")
    .map(({ severity, file, line, summary }) => `${severity} ${file}:${line} ${summary}`);
}

const notes = "notes.txt is opened here, and the model does not hold it.";

test.for<[how: string, code: string]>([
  ["a literal", 'T = open("notes.txt").read()'],
  ["an f-string", 'N = "notes"\nT = open(f"{N}.txt").read()'],
  ["a sum", 'N = "notes"\nT = open(N + ".txt").read()'],
  ["format", 'T = open("{}.txt".format("notes")).read()'],
  ["percent", 'T = open("%s.txt" % "notes").read()'],
  ["join", 'T = open(".".join(["notes", "txt"])).read()'],
  ["an escape", 'T = open("n\\x6ftes.txt").read()'],
  ["two literals beside each other", 'T = open("notes" ".txt").read()'],
  ["a default of a parameter", 'def load(name="notes.txt"):\n    return open(name).read()\nT = load()'],
  ["an attribute of a class", 'class S:\n    path = "notes.txt"\nT = open(S.path).read()'],
  [
    "a field of a dataclass",
    'from dataclasses import dataclass\n@dataclass\nclass S:\n    path: str = "notes.txt"\nT = open(S().path).read()',
  ],
  ["a dictionary", 'P = {"notes": "notes.txt"}\nT = open(P["notes"]).read()'],
  ["os.path.join of the working directory", 'import os\nT = open(os.path.join(os.getcwd(), "notes.txt")).read()'],
  ["a Path", 'from pathlib import Path\nT = Path("notes.txt").read_text()'],
  ["Path.open", 'from pathlib import Path\nwith Path("notes.txt").open() as handle:\n    T = handle.read()'],
  ["a Path of the working directory", 'from pathlib import Path\nT = (Path.cwd() / "notes.txt").read_text()'],
  ["a loop", 'T = [open(n).read() for n in ("notes.txt",)]'],
])("missing-file is found through %s", async ([, code]) => {
  const [only, ...rest] = await missing(code);
  expect([only?.replace(/ agent\.py:\d+/, ""), rest]).toEqual([`error ${notes}`, []]);
});

test("beside the file, however the folder is written", async () => {
  for (const folder of [
    "Path(__file__).parent",
    "Path(__file__).resolve().parent",
    "Path(os.path.dirname(os.path.abspath(__file__)))",
    "Path(__file__).parents[0]",
  ])
    expect(
      await missing(`import os\nfrom pathlib import Path\nHERE = ${folder}\nT = (HERE / "notes.txt").read_text()`),
    ).toEqual([`error agent.py:4 ${notes}`]);
});

test("a module looks from its own folder, where its file is packaged with it", async () => {
  const files = {
    "tools/__init__.py": "",
    "tools/words.py":
      'from pathlib import Path\nW = (Path(__file__).parent / "words.txt").read_text()\nX = (Path(__file__).parent.parent / "other.txt").read_text()\n',
    "tools/words.txt": "a b",
  };
  expect(await missing("from tools.words import W", files)).toEqual([
    "error tools/words.py:3 ../other.txt is opened here, and the model does not hold it.",
  ]);
});

test("what is written first, what is not the same in every run, and an address is left alone", async () => {
  expect(await missing('open("made.txt", "w").write("x")\nT = open("made.txt").read()')).toEqual([]);
  expect(
    await missing('import os\nT = open(os.environ["FILE"]).read()\nU = open(os.environ.get("F", "x.txt")).read()'),
  ).toEqual([]);
  expect(await missing('import pandas\nT = pandas.read_csv("https://data.example/x.csv")')).toEqual([]);
  expect(await missing('import os\nT = open("gone.txt").read() if os.path.exists("gone.txt") else ""')).toEqual([]);
});

test("a function that nobody calls is looked at too, and is a warning", async () => {
  expect(await missing('def later():\n    return open("notes.txt").read()')).toEqual([`warning agent.py:2 ${notes}`]);
});
