import { style } from "../lib/progress.mjs";

/** Lines about requests and answers beside known types: what was compared, what was not, and what nothing knows. */
export function contractTable({ versions, requests, answers, untyped, notJson, untouched, unknown, accepted }) {
  const told = ({ calls, routes, fields }) => `${calls} on ${routes} routes with a type, ${fields} fields`;
  return [
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    `requests of this package: ${told(requests)}`,
    `answers of the workspace: ${told(answers)}`,
    `Routes that were called and have no type there, so that nothing was compared (${untyped.length}):`,
    ...untyped.map((route) => `  ${route}`),
    `Routes that were called and answered no JSON, so that only requests were compared (${notJson.length}):`,
    ...notJson.map((route) => `  ${route}`),
    `Routes that nothing called (${untouched.length}):`,
    ...untouched.map((route) => `  ${route}`),
    `Exceptions, for fields that no type knows (${accepted.length}):`,
    ...accepted.map(({ why, fields }) => `  ${fields.length} × as in ${fields[0]}: ${why}`),
    ...(unknown.length === 0
      ? ["No other field is unknown."]
      : [style.bad(`Unknown fields (${unknown.length}):`), ...unknown.map((line) => style.bad(`  ${line}`))]),
  ];
}
