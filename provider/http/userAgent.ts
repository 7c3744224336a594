import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Systems that run pipelines, by a variable that only they set. */
const pipelines: readonly (readonly [variable: string, name: string])[] = [
  ["GITHUB_ACTIONS", "github"],
  ["GITLAB_CI", "gitlab"],
  ["JENKINS_URL", "jenkins"],
  ["TF_BUILD", "azure-devops"],
  ["CIRCLECI", "circle"],
  ["TRAVIS", "travis"],
  ["BITBUCKET_BUILD_NUMBER", "bitbucket"],
  ["TEAMCITY_VERSION", "teamcity"],
];

const clean = (text: string) => text.replace(/[^0-9A-Za-z_.+-]/g, "-");

/** This package's version, from its own package.json: sources and compiled files lie at different depths. */
async function packageVersion(): Promise<string> {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    try {
      const text = await readFile(join(folder, "package.json"), "utf8");
      return /"version":\s*"([^"]{1,50})"/.exec(text)?.[1] ?? "0.0.0";
    } catch {
      // Not here: one folder up.
    }
  }
  return "0.0.0";
}

/**
 * How calls present themselves, in the form that Databricks asks of its clients. Nothing in it tells one machine from
 * another.
 *
 * @param env to see which system runs the pipeline
 * @param authType the method of authentication
 */
export async function userAgent(env: NodeJS.ProcessEnv, authType: string): Promise<string> {
  const pipeline = pipelines.find(([variable]) => (env[variable] ?? "") !== "")?.[1];
  const parts = [
    `pulumi-mlflow-agents/${clean(await packageVersion())}`,
    `node/${clean(process.versions.node)}`,
    `os/${clean(process.platform)}`,
    `auth/${clean(authType)}`,
  ];
  return [...parts, ...(pipeline === undefined ? [] : [`cicd/${pipeline}`])].join(" ");
}
