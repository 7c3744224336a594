import { readFileSync } from "node:fs";
import { z } from "zod";
import { CliError } from "../errors.js";
import { callForge, type Forge, type ForgeCall, needed } from "./forge.js";

const commentSchema = z.looseObject({ id: z.number(), body: z.string().nullish(), html_url: z.string().optional() });
const pageSize = 100;

/**
 * The pull request that a workflow of GitHub Actions runs for. Comments on a pull request are those of its issue:
 * https://docs.github.com/rest/issues/comments
 *
 * @param env GITHUB_TOKEN, GITHUB_REPOSITORY, PR_NUMBER or GITHUB_EVENT_PATH; GITHUB_API_URL for GitHub Enterprise
 * @throws CliError `comment` for what is missing
 */
export function github(env: NodeJS.ProcessEnv): Forge {
  const token = needed(env, ["GITHUB_TOKEN", "GH_TOKEN"], "a token");
  const repository = needed(env, ["GITHUB_REPOSITORY"], "the repository (`owner/name`)");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CliError("comment", "GITHUB_REPOSITORY is not of the form `owner/name`.");
  const number = pullRequest(env);
  const api = (env.GITHUB_API_URL ?? "https://api.github.com").replace(/\/+$/, "");
  const place = `pull request ${number} of ${repository} on GitHub`;
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  const call = <T>(method: ForgeCall["method"], path: string, schema: z.ZodType<T>, body?: unknown) =>
    callForge(
      place,
      { method, url: `${api}/repos/${repository}/issues${path}`, headers, ...(body === undefined ? {} : { body }) },
      schema,
    );
  return {
    place,
    async list(page) {
      const found = await call("GET", `/${number}/comments?per_page=${pageSize}&page=${page}`, z.array(commentSchema));
      return { comments: found.map(({ id, body }) => ({ id, body: body ?? "" })), more: found.length === pageSize };
    },
    create: async (body) => (await call("POST", `/${number}/comments`, commentSchema, { body })).html_url ?? "",
    edit: async (id, body) => (await call("PATCH", `/comments/${id}`, commentSchema, { body })).html_url ?? "",
  };
}

const eventSchema = z.looseObject({
  number: z.number().optional(),
  pull_request: z.looseObject({ number: z.number() }).optional(),
  issue: z.looseObject({ number: z.number() }).optional(),
});

/** From PR_NUMBER, else from the event that started the workflow. */
function pullRequest(env: NodeJS.ProcessEnv): number {
  const given = Number(env.PR_NUMBER ?? Number.NaN);
  if (Number.isInteger(given) && given > 0) return given;
  const path = needed(env, ["PR_NUMBER", "GITHUB_EVENT_PATH"], "the pull request's number");
  try {
    const event = eventSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    const number = event.pull_request?.number ?? event.issue?.number ?? event.number;
    if (number !== undefined) return number;
  } catch (cause) {
    throw new CliError("comment", "GITHUB_EVENT_PATH names no event of GitHub Actions that can be read.", { cause });
  }
  throw new CliError("comment", "The workflow was not started by a pull request: give its number in PR_NUMBER.");
}
