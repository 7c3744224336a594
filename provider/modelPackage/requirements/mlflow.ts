import { formatRequirement, normalisedName, parseRequirement, type Requirement } from "./pep508.js";

/** Packages that bring what a served agent needs of MLflow. */
const packages: ReadonlySet<string> = new Set(["mlflow", "mlflow-skinny"]);

/** The requirement of a line that names MLflow itself. */
export function mlflowRequirement(line: string): Requirement | undefined {
  const requirement = parseRequirement(line);
  return requirement !== undefined && packages.has(normalisedName(requirement.name)) ? requirement : undefined;
}

/**
 * Whether one of the lines asks for MLflow itself. As MLflow does, an address or a path that ends in MLflow's name counts
 * (`git+https://github.com/mlflow/mlflow@main`, `./wheels/mlflow-3.4.0-py3-none-any.whl`).
 */
export function namesMlflow(lines: readonly string[]): boolean {
  return lines.some((line) => {
    const requirement = parseRequirement(line);
    if (requirement !== undefined) return packages.has(normalisedName(requirement.name));
    const text = line.replaceAll(" ", "").toLowerCase();
    return text.includes("/mlflow") || text.includes("mlflow@git");
  });
}

/**
 * The lines of conda.yaml. Databricks refused to build an image whose conda.yaml names MLflow only with extras
 * (`mlflow[databricks]==3.4.0`), so the same release is named without them as well: for pip the two are one requirement.
 *
 * @param lines lines of requirements.txt, which stay as MLflow writes them
 */
export function condaLines(lines: readonly string[]): string[] {
  const named = lines.flatMap((line) => mlflowRequirement(line) ?? []);
  if (named.length === 0 || named.some(({ extras }) => extras.length === 0)) return [...lines];
  const bare = named.map(({ options, ...requirement }) => {
    const line = formatRequirement({ ...requirement, extras: [] });
    return options === undefined ? line : `${line} ${options}`;
  });
  return [...bare, ...lines];
}
