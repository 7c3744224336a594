import { style } from "../lib/progress.mjs";

const ms = (value) => `${value.toFixed(2)} ms`;

/** Lines about load: what the proxy adds, many clients at once, endpoints that sleep. */
export function loadTable({ quiet, loadAtBegin, loadAtEnd, proxy, clients, sleepers }) {
  const load = `load of the machine ${loadAtBegin[0].toFixed(1)} at the beginning, ${loadAtEnd[0].toFixed(1)} at the end`;
  return [
    quiet ? load : style.bad(`${load}: above 2, the goals of time are not judged`),
    ...(proxy === undefined
      ? []
      : [
          `proxy: ${ms(proxy.through.p50)} through it, ${ms(proxy.direct.p50)} straight to the process at p50: ${ms(proxy.overhead)} more (goal: 1 ms)`,
          `       ${ms(proxy.through.p95)} and ${ms(proxy.direct.p95)} at p95; ${ms(proxy.processorMillisecondsOfTheWorkspace)} of processor time each`,
        ]),
    ...(clients === undefined
      ? []
      : [
          `8 clients, ${clients.seconds} s: ${clients.questions} questions, ${clients.failures} failures, p50 ${ms(clients.p50)}, p95 ${ms(clients.p95)}`,
          ...Object.entries(clients.memory).map(
            ([name, { beginning, end }]) =>
              `       memory of ${name}: ${beginning} MiB at the beginning, ${end} MiB at the end`,
          ),
        ]),
    ...(sleepers === undefined
      ? []
      : [
          `${sleepers.endpoints} endpoints asleep: ${sleepers.scoringProcesses} scoring processes (those of the two busy ones), ` +
            `workspace ${sleepers.memory.before} MiB before, ${sleepers.memory.after} MiB after`,
          `       wake: ${ms(sleepers.wake)} (goal: 3 s; ${sleepers.wakes.join(", ")}), ${ms(sleepers.processorMillisecondsOfAWake)} of it processor time`,
        ]),
  ];
}
