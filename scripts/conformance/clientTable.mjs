import { style } from "../lib/progress.mjs";

/** Lines about the public clients: cases of each, what none of them touched, what they asked for in vain. */
export function clientTable({ clients, routes, uncovered, unknown }) {
  const width = Math.max(...clients.map(({ client }) => client.length));
  const total = clients.reduce((sum, { cases }) => sum + cases, 0);
  return [
    ...clients.map(({ client, cases, failed, seconds }) => {
      const told = `${client.padEnd(width)}  ${String(cases).padStart(4)} calls  ${seconds.toFixed(1).padStart(6)} s`;
      return failed.length === 0 ? told : style.bad(`${told}  failed: ${failed.join("; ")}`);
    }),
    `${total} calls in all; ${routes} routes`,
    `Routes that no client touched (${uncovered.length}):`,
    ...uncovered.map((route) => `  ${route}`),
    `Asked for and not covered: ${unknown.join(", ")}`,
  ];
}
