// Draws docs/images/preview-comment.png: a golden comment in a real browser. `node test/preview/picture.mjs [chromium]`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const markdown = readFileSync(join(here, "goldens/a-pull-request.md"), "utf8");
const browser = process.argv[2] ?? "chromium";
const height = 945;

const entities = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Bold text and code spans: all that a comment of ours has inside of a line. */
const inline = (text) =>
  text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`")
        ? `<code>${entities(part.slice(1, -1))}</code>`
        : part.replace(/\*\*([^*]+)\*\*/g, "<b>$1</b>"),
    )
    .join("");

const cells = (line, tag) =>
  `<tr>${line
    .slice(1, -1)
    .split("|")
    .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
    .join("")}</tr>`;

/** The Markdown that the renderer writes, as HTML: headings, tables, lists, folds and paragraphs. */
function html(text) {
  const out = [];
  const lines = text
    .replace(/^<!--.*-->\n/, "")
    .replace(/```mermaid\n[\s\S]*?```/g, "")
    .split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const heading = /^(#+) (.*)/.exec(line);
    if (heading) out.push(`<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`);
    else if (line.startsWith("|")) {
      out.push("<table>", cells(line, "th"));
      for (index += 2; lines[index]?.startsWith("|"); index++) out.push(cells(lines[index], "td"));
      out.push("</table>");
      index--;
    } else if (line.startsWith("- ")) {
      out.push("<ul>");
      for (; lines[index]?.startsWith("- "); index++) out.push(`<li>${inline(lines[index].slice(2))}</li>`);
      out.push("</ul>");
      index--;
    } else if (line.startsWith("<")) out.push(line);
    else if (line !== "") out.push(`<p>${inline(line)}</p>`);
  }
  return out.join("\n");
}

const style = `
  body { margin: 0; background: #f6f8fa; font: 14px/1.5 "DejaVu Sans", "Liberation Sans", Arial, sans-serif; color: #1f2328; }
  header { background: #ddf4ff; border-bottom: 1px solid #b6d8f2; padding: 8px 16px; color: #59636e; }
  main { padding: 4px 20px 16px; } article { margin: 20px; background: white; border: 1px solid #b6d8f2; border-radius: 6px; overflow: hidden; }
  h2 { font-size: 21px; border-bottom: 1px solid #d1d9e0b3; padding-bottom: 6px; } h3 { font-size: 18px; } h4 { font-size: 15px; margin: 20px 0 8px; }
  code { background: #818b981f; padding: 2px 5px; border-radius: 6px; font: 12px "DejaVu Sans Mono", "Liberation Mono", monospace; }
  h2 code, h3 code, h4 code { font-size: inherit; } table { border-collapse: collapse; margin: 8px 0 14px; }
  td, th { border: 1px solid #d1d9e0; padding: 5px 11px; text-align: left; } tr:nth-child(odd) td { background: #f6f8fa; }
  ul { padding-left: 24px; margin: 8px 0; } li { margin: 3px 0; } summary { margin: 8px 0; } p { margin: 8px 0; }`;

const scratch = mkdtempSync(join(tmpdir(), "preview-picture-"));
try {
  const page = join(scratch, "page.html");
  const header = "<header><b>github-actions</b> bot commented 12 seconds ago · edited</header>";
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${style}</style><article>${header}<main>${html(markdown)}</main></article>`,
  );
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const target = join(here, "../../docs/images/preview-comment.png");
  execFileSync(
    browser,
    [
      ...flags,
      `--user-data-dir=${join(scratch, "profile")}`,
      `--window-size=1060,${height}`,
      "--hide-scrollbars",
      `--screenshot=${target}`,
      `file://${page}`,
    ],
    { stdio: "ignore" },
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
