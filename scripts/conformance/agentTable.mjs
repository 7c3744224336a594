import { style } from "../lib/progress.mjs";

const good = (row) => row.differences === 0 && row.answers;

/** Lines about the agents that both sides logged: a grid of arguments and interfaces per release, sums, what is left out. */
export function agentTable({ releases, rows, refusals, notApplicable, leftOut }) {
  return [
    ...releases.flatMap((release) => releaseLines(release, rows, refusals, notApplicable)),
    ...notes(rows, notApplicable, leftOut),
  ];
}

function releaseLines({ release, python, langchain }, rows, refusals, notApplicable) {
  const own = rows.filter((row) => row.release === release);
  const refused = refusals.filter((item) => item.release === release);
  const fields = own.reduce((total, row) => total + row.fields, 0);
  const differences = own.reduce((total, row) => total + row.differences, 0);
  const others = own.filter((row) => !row.answers).length;
  return [
    "",
    style.strong(`MLflow ${release} (Python ${python}, langchain ${langchain})`),
    ...grid(own, notApplicable),
    ...further(own),
    `${own.length} agents, ${fields} fields compared, ${differences} different; ${own.length - others} answers equal, ${others} different`,
    `${refused.length} declarations that neither side logs: ${refused.map(({ agent }) => agent).join("; ")}`,
  ];
}

function grid(rows, notApplicable) {
  const matrix = rows.filter(({ argument }) => argument !== undefined);
  const all = [...matrix, ...notApplicable];
  const interfaces = [...new Set(all.map((one) => one.interface))];
  // The interface with the most arguments tells their order.
  const first = (name) => all.findIndex(({ argument }) => argument === name);
  const names = [...new Set(all.map(({ argument }) => argument))].sort((a, b) => first(a) - first(b));
  const width = Math.max(...names.map((name) => name.length));
  const cell = (kind, argument) => {
    const row = matrix.find((one) => one.interface === kind && one.argument === argument);
    const text = row === undefined ? "–" : `${good(row) ? "✓" : "✗"} ${row.fields}`;
    const padded = text.padEnd(15);
    return row === undefined || good(row) ? padded : style.bad(padded);
  };
  return [
    `${"".padEnd(width)}  ${interfaces.map((kind) => kind.padEnd(15)).join("")}`,
    ...names.map((name) => `${name.padEnd(width)}  ${interfaces.map((kind) => cell(kind, name)).join("")}`.trimEnd()),
  ];
}

function further(rows) {
  const others = rows.filter(({ argument }) => argument === undefined);
  const shown = others.map((row) => `${good(row) ? "✓" : "✗"} ${row.agent}`);
  const lines = [];
  for (const text of shown) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < 108) lines[lines.length - 1] = `${last}  ${text}`;
    else lines.push(`  ${text}`);
  }
  return ["further:", ...lines];
}

function notes(rows, notApplicable, { perLogging, perMachine }) {
  const reasons = new Map();
  for (const { interface: kind, argument, reason } of notApplicable) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), `${kind} × ${argument}`]);
  }
  const except = new Map();
  for (const row of rows) {
    for (const [field, why] of Object.entries(row.except)) {
      const key = `${field}: ${why}`;
      except.set(key, (except.get(key) ?? 0) + 1);
    }
  }
  return [
    "",
    "A number is how many fields were compared. – is not applicable:",
    ...[...reasons].map(([reason, where]) => `  ${shorten(where)}: ${reason}`),
    "Not compared:",
    `  ${perLogging.join(", ")}: of one logging`,
    `  ${perMachine.join(", ")}, versions of pip, setuptools and wheel: of one machine`,
    ...[...except].map(([text, count]) => `  ${text} (${count} agents)`),
  ];
}

const shorten = (where) => (where.length > 3 ? `${where.length} combinations, such as ${where[0]}` : where.join(", "));
