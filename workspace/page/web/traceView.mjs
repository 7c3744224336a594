// The steps of a request as a tree, each with its time, inputs and outputs.
import { h } from "./dom.mjs";
import { duration, filled } from "./format.mjs";
import { badge, shownValue } from "./pieces.mjs";

/** @typedef {import("../trace.js").Span} Span */

/** @param {readonly Span[]} spans in the order in which they began */
export function traceView(spans) {
  const whole = Math.max(...spans.map((span) => span.begin + span.milliseconds), 0.001);
  const ids = new Set(spans.map((span) => span.id));
  // A step whose caller is not in the trace stands at the top, as does one of a circle, which no agent should write.
  const roots = spans.filter(({ parent }) => parent === undefined || !ids.has(parent));
  /** @type {Set<string>} */
  const seen = new Set();
  return h(
    "ul",
    { class: "trace", "aria-label": "Steps" },
    (roots.length > 0 ? roots : spans).flatMap((span) => step(span, spans, whole, seen)),
  );
}

/**
 * @param {Span} span
 * @param {readonly Span[]} all
 * @param {number} whole milliseconds of the trace
 * @param {Set<string>} seen
 * @returns {import("./dom.mjs").VNode[]}
 */
function step(span, all, whole, seen) {
  if (seen.has(span.id)) return [];
  seen.add(span.id);
  const children = all.filter(({ parent }) => parent === span.id).flatMap((child) => step(child, all, whole, seen));
  const attributes = Object.keys(span.attributes).length > 0;
  const style = { "--begin": `${(100 * span.begin) / whole}%`, "--length": `${(100 * span.milliseconds) / whole}%` };
  return [
    h(
      "li",
      { key: span.id },
      h(
        "details",
        null,
        h(
          "summary",
          null,
          h("span", { class: "name" }, span.name),
          span.type !== "" && span.type !== "UNKNOWN" && badge("quiet", span.type.toLowerCase().replaceAll("_", " ")),
          span.failed && badge("bad", "failed"),
          h("span", { class: "took" }, duration(span.milliseconds)),
          h(
            "span",
            { class: "line", "aria-hidden": "true" },
            h("span", { class: span.failed ? "length bad" : "length", style }),
          ),
        ),
        span.message !== "" && h("p", { class: "failure" }, span.message),
        h("h3", null, "Inputs"),
        shownValue(filled(span.inputs) ?? "none", `Inputs of ${span.name}`),
        h("h3", null, "Outputs"),
        shownValue(filled(span.outputs) ?? "none", `Outputs of ${span.name}`),
        attributes && h("h3", null, "Attributes"),
        attributes && shownValue(span.attributes, `Attributes of ${span.name}`),
      ),
      children.length > 0 && h("ul", null, children),
    ),
  ];
}
