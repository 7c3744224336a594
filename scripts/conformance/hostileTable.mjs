const columns = [
  ["MLflow", ({ release }) => release],
  ["agents", ({ agents }) => agents],
  ["names and values", ({ values }) => values],
  ["models", ({ models }) => models],
  ["refused", ({ refused }) => refused],
  ["thrown", ({ thrown }) => thrown.length],
  ["read otherwise", ({ wrong }) => wrong.length],
  ["loaders", ({ loaders }) => loaders.join(", ")],
  ["planned in", ({ seconds }) => `${seconds.plan.toFixed(1)} s`],
  ["read in", ({ seconds }) => `${seconds.read.toFixed(1)} s`],
];

/** Lines about the hostile agents: a row per release. */
export function hostileTable({ seed, releases }) {
  const rows = [
    columns.map(([name]) => name),
    ...releases.map((one) => columns.map(([, value]) => String(value(one)))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index].length)));
  return [
    ...rows.map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index]))
        .join("  ")
        .trimEnd(),
    ),
    `seed ${seed}: MLFLOW_AGENTS_FUZZ_SEED and MLFLOW_AGENTS_FUZZ_RUNS change it`,
  ];
}
