import { argument } from "../python/values/given.js";
import { knownText } from "../python/values/make.js";
import type { Given, Value } from "../python/values/types.js";

// What opens files: the functions with their first argument, and the methods of a path, which comes first.

const first = [
  "faiss.read_index",
  "joblib.load",
  "numpy.load",
  "numpy.loadtxt",
  "pandas.read_csv",
  "pandas.read_excel",
  "pandas.read_feather",
  "pandas.read_json",
  "pandas.read_parquet",
  "pandas.read_pickle",
  "pandas.read_table",
  "jinja2.FileSystemLoader",
  "os.listdir",
  "os.scandir",
  "pathlib.Path().read_text",
  "pathlib.Path().read_bytes",
  "pathlib.Path().iterdir",
];
const writers = ["pathlib.Path().write_text", "pathlib.Path().write_bytes"];
const withMode = ["builtins.open", "io.open", "codecs.open", "pathlib.Path().open"];

const kinds: ReadonlyMap<string, "reads" | "writes" | "mode"> = new Map([
  ...first.map((name) => [name, "reads"] as const),
  ...writers.map((name) => [name, "writes"] as const),
  ...withMode.map((name) => [name, "mode"] as const),
]);

/** The file that a call opens, and whether it writes it or may; undefined where it opens none. */
export function openedBy(path: string, given: Given): { paths: Value; writes: boolean } | undefined {
  const kind = kinds.get(path);
  const paths = kind === undefined ? undefined : argument(given, 0, "file");
  if (paths === undefined) return undefined;
  const mode = kind === "mode" ? argument(given, 1, "mode") : undefined;
  const written = mode?.map((one) => knownText(one)) ?? ["r"];
  const writes = kind === "writes" || written.some((one) => one === undefined || /[wax+]/.test(one));
  return { paths, writes };
}
