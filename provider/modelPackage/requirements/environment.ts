import { writeYaml } from "../yaml/write.js";
import { condaLines } from "./mlflow.js";

/** The environment files of a model: path to text. */
export interface EnvironmentFiles {
  [path: string]: string;
}

/**
 * requirements.txt, constraints.txt, conda.yaml and python_env.yaml as MLflow writes them. pip and the build tools are
 * left without a version, as MLflow does where it cannot tell the installed one: a version of this machine's would make
 * the package differ between machines. In conda.yaml, mlflow is named without extras as well, see `condaLines`.
 *
 * @param requirements final requirement lines
 * @param constraints constraint lines
 * @param pythonVersion full Python release
 */
export function environmentFiles(
  requirements: readonly string[],
  constraints: readonly string[],
  pythonVersion: string,
): EnvironmentFiles {
  const files: EnvironmentFiles = {
    "requirements.txt": requirements.join("\n"),
    "conda.yaml": writeYaml({
      channels: ["conda-forge"],
      dependencies: [`python=${pythonVersion}`, "pip", { pip: condaLines(requirements) }],
      name: "mlflow-env",
    }),
    "python_env.yaml": writeYaml({
      python: pythonVersion,
      build_dependencies: ["pip", "setuptools", "wheel"],
      dependencies: ["-r requirements.txt"],
    }),
  };
  if (constraints.length > 0) files["constraints.txt"] = constraints.join("\n");
  return files;
}
