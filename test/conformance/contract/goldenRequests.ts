import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A request as a golden file tells it. */
export interface GoldenRequest {
  method: string;
  path: string;
  body: unknown;
}

/** The requests of all golden files of a folder. */
export function goldenRequests(folder: string): GoldenRequest[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".golden.md"));
  return files.flatMap((name) => requestsOf(readFileSync(join(folder, name), "utf8")));
}

/** The requests of one golden file's text: a line with method and path, and its body as JSON, further in. */
export function requestsOf(text: string): GoldenRequest[] {
  const found: (GoldenRequest & { lines: string[] })[] = [];
  let reading = false;
  for (const line of text.split("\n")) {
    const [, method = "", path = ""] = /^ {2}([A-Z]+) (\/\S+.*)$/.exec(line) ?? [];
    if (method !== "") found.push({ method, path: path.split("?")[0] ?? "", body: undefined, lines: [] });
    reading = method !== "" || (reading && line.startsWith("    "));
    if (reading && method === "") found.at(-1)?.lines.push(line);
  }
  return found.map(({ method, path, lines }) => ({
    method,
    path,
    body: lines.length === 0 ? undefined : JSON.parse(lines.join("\n")),
  }));
}
