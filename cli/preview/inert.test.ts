import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { own, preview, urnOf } from "../../test/preview/synthetic.js";
import { buildReport } from "./model/build.js";
import { githubAnnotations } from "./render/annotations.js";
import { code, htmlCode, mermaidText, prose } from "./render/inert.js";
import { commentLimit, commentMarker, renderMarkdown } from "./render/markdown.js";
import { mermaid } from "./render/mermaid.js";
import { renderTerminal } from "./render/terminal.js";

/** Names that somebody could give a file, a stack or a tag to make a comment do something. */
const hostile = [
  "@octocat",
  "@org/team",
  "#1",
  "GH-1",
  "octo/repo#12",
  "closes #3",
  "!7",
  "~label",
  "%milestone",
  "$9",
  "/close",
  "a|b",
  "a\\|b",
  "a\\",
  "\\",
  "`code`",
  "``` \nfence",
  "```mermaid",
  "~~~",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</details>",
  "<!-- hidden",
  "-->",
  "<!-- mlflow-agents preview: shop -->",
  "[text](javascript:alert(1))",
  "![x](http://evil.example/x.png)",
  "http://evil.example",
  "www.evil.example",
  "mail@evil.example",
  "__init__.py",
  "**bold**",
  "# Title",
  "- item",
  "> quote",
  "line\nbreak",
  "line\r\nbreak",
  "tab\there",
  "\u202eright to left",
  "zero\u200bwidth",
  "\u0000\u001b[31mred",
  ":tada:",
  "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
  "&lt;b&gt;",
  "{{7*7}}",
  "end",
  'say "hi"',
  "a;b",
  "click n0 href",
  "n0 --> n1",
  "subgraph x",
  "%%{init: {}}%%",
  "::error::x",
  "\ud800",
  "",
  " ",
  "x".repeat(5000),
];

const names = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.array(fc.constantFrom(...hostile)).map((parts) => parts.join("")),
);

/** What is left of a line when code spans are taken out. A span here holds no backtick, so this is exact. */
const outside = (markdown: string) => markdown.replace(/`[^`\n]*`/g, "");

describe("code spans", () => {
  it("hold any name on one line, without a backtick or a pipe", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(code(name)).toMatch(/^`[^`|\r\n\p{Cc}\p{Cf}]+`$/u);
        expect(code(name)).not.toMatch(/\\`$/);
        expect(code(name).length).toBeLessThan(1600);
      }),
    );
  });

  it("leave ordinary names as they are", () => {
    for (const name of ["agent.py", "tools/__init__.py", "main.agents.support", "agents_main-agents-x", "ä/ö.py"])
      expect(code(name)).toBe(`\`${name}\``);
  });
});

describe("code in HTML", () => {
  it("holds nothing but letters, digits, entities and plain punctuation", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(htmlCode(name)).toMatch(/^<code>(?:[\p{L}\p{N} ./-]|&#\d+;)*<\/code>$/u);
      }),
    );
  });
});

describe("sentences", () => {
  it("have nothing but words, numbers and simple punctuation outside of code spans", () => {
    fc.assert(
      fc.property(names, names, (one, two) => {
        const text = prose(`The agent ${one} may use ${two}, whoever asks.`);
        expect(text).not.toContain("\n");
        expect((text.match(/`/g) ?? []).length % 2).toBe(0);
        expect(outside(text)).toMatch(/^[A-Za-z0-9 .,;:!?()'"’%→·-]*$/);
        expect(outside(text)).not.toMatch(/\b(?:www|https?)[.:]|\b[0-9a-f]{7,40}\b|GH-|:\w+:/);
      }),
    );
  });

  it("keep plain sentences plain", () => {
    const text = "Endpoint support is removed and made again: no answers until the new one is ready (403).";
    expect(prose(text)).toBe(text);
  });
});

describe("labels of a diagram", () => {
  it("hold nothing that Mermaid or HTML reads", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(mermaidText(name)).toMatch(/^[\p{L}\p{N} ._/…·-]+$/u);
      }),
    );
  });
});

/** A stack in which every text that others choose is hostile. */
function hostileReport(name: string) {
  const agent = (digest: string) => ({
    digest,
    files: { [name]: digest, [`${name}${digest}`]: digest },
    modelConfig: { [name]: `${name}${digest}` },
    requirements: [`${name}==${digest}`],
    authPolicy: { systemResources: [{ kind: name, name }], userApiScopes: [`${name}${digest}`] },
  });
  const model = (digest: string) => ({ name, agent: { digest, modelId: digest }, aliases: { [`a${name}`]: "latest" } });
  const endpoint = (version: string) => ({
    name,
    model: { name, version },
    environment: { [name]: `${name}${version}` },
    tags: { [name]: version },
  });
  const document = preview(
    [
      { op: "update", type: own("LoggedAgent"), name, before: agent("1"), after: agent("2") },
      {
        op: "update",
        type: own("RegisteredModel"),
        name,
        before: model("1"),
        after: model("2"),
        outputs: { version: "1" },
        uses: { agent: [urnOf(own("LoggedAgent"), name, name)] },
      },
      {
        op: "update",
        type: own("ServingEndpoint"),
        name,
        before: endpoint("1"),
        after: endpoint("2"),
        uses: { model: [urnOf(own("RegisteredModel"), name, name)] },
      },
      { op: "create", type: `x:${name}`, name, after: { principal: name, privileges: [name] } },
    ],
    {
      diagnostics: [
        { urn: urnOf(own("LoggedAgent"), name, name), severity: "error", message: `error: ${name}` },
        { severity: "warning", message: `${name}.py:3: ${name}` },
      ],
    },
    name,
  );
  return { version: 1 as const, mode: "preview" as const, stacks: [buildReport(document, { mode: "preview" })] };
}

/** Tags that the renderer writes itself. */
const ownTags = /<\/?(?:details|summary|b)>|<code>(?:[\p{L}\p{N} ./-]|&#\d+;)*<\/code>/gu;

describe("a comment about a hostile stack", () => {
  it("has no markup but its own, balanced folds and tables of one width", () => {
    fc.assert(
      fc.property(names, (name) => {
        const marker = commentMarker("preview", name);
        const text = renderMarkdown(hostileReport(name), { marker });
        expect(text.length).toBeLessThan(commentLimit);
        expect(marker).toMatch(/^<!-- mlflow-agents preview: [A-Za-z0-9-]* -->$/);
        const [first, ...lines] = text.split("\n");
        expect(first).toBe(marker);
        const body = lines.join("\n");
        const withoutGraph = body.replace(/```mermaid\n[\s\S]*?\n```/g, "");
        expect(withoutGraph).not.toContain("```");
        const left = outside(withoutGraph).replace(ownTags, "");
        expect(left).not.toMatch(/[<@\\[\]&$^=]|~\S|https?:|www\.|#\d|GH-\d/);
        const folds = outside(withoutGraph);
        expect((folds.match(/<details>/g) ?? []).length).toBe((folds.match(/<\/details>/g) ?? []).length);
        for (const table of withoutGraph.split(/\n(?!\|)/)) {
          const widths = table
            .split("\n")
            .filter((line) => line.startsWith("|"))
            .map((line) => line.split("|").length);
          expect(new Set(widths).size).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("draws a graph of nothing but nodes, edges and classes", () => {
    fc.assert(
      fc.property(names, (name) => {
        const graph = hostileReport(name).stacks[0]?.graph ?? { nodes: [], edges: [] };
        for (const line of (mermaid(graph)?.text ?? "").split("\n").slice(1)) {
          expect(line).toMatch(
            /^ {2}(?:n\d+[[({]{1,2}"[\p{L}\p{N} ._/…·<>-]+"[\])}]{1,2}:::\w+|n\d+ -- [\w ]+ --> n\d+|n\d+ --> n\d+|classDef \w+ [\w:#,]+)$/u,
          );
        }
      }),
    );
  });

  it("sends no control character to a terminal, and no second command to a workflow", () => {
    fc.assert(
      fc.property(names, (name) => {
        const report = hostileReport(name);
        expect(renderTerminal(report).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        for (const line of githubAnnotations(report).trimEnd().split("\n"))
          expect(line).toMatch(/^::(?:error|warning|notice) [^\r\n]*::[^\r\n]*$/);
      }),
    );
  });
});
