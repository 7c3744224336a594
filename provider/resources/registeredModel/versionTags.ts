/**
 * Where a version comes from, as far as the environment of a pipeline tells: GitHub Actions, GitLab CI, Azure DevOps or
 * Jenkins. The keys have no dots, because Unity Catalog refuses them. Values are those of public variables, no secrets.
 */
export function originTags(env: NodeJS.ProcessEnv): Record<string, string> {
  const first = (...names: string[]) =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  const commit = first("GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION", "GIT_COMMIT");
  const branch = first(
    "GITHUB_HEAD_REF",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",
    "CHANGE_BRANCH",
    "GITHUB_REF_NAME",
    "CI_COMMIT_REF_NAME",
    "BUILD_SOURCEBRANCH",
    "GIT_BRANCH",
  );
  const pullRequest =
    /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1] ??
    first(
      "CI_MERGE_REQUEST_IID",
      "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER",
      "SYSTEM_PULLREQUEST_PULLREQUESTID",
      "CHANGE_ID",
    );
  const tags = {
    git_commit: commit,
    git_branch: branch?.replace(/^refs\/heads\//, ""),
    pull_request: pullRequest,
  };
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [[key, value.slice(0, 250)]])),
  );
}

/** Tags of a version that its copy in another model carries on. */
export const originKeys = ["git_commit", "git_branch", "pull_request"] as const;
/** Tag of a copy: the versions it went through, oldest first, the last one being its source. */
export const promotedFromTag = "promoted_from";
/** Tag of a copy: stack in which its source was made. */
export const promotedStackTag = "promoted_stack";
