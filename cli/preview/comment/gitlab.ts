import { z } from "zod";
import { callForge, type Forge, type ForgeCall, needed } from "./forge.js";

const noteSchema = z.looseObject({ id: z.number(), body: z.string().nullish(), system: z.boolean().optional() });
const pageSize = 100;

/**
 * The merge request that a pipeline of GitLab runs for: https://docs.gitlab.com/api/notes
 *
 * @param env GITLAB_TOKEN (a token of the project or a person, scope `api`: the job's own token may not write notes),
 *   CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_API_V4_URL
 * @throws CliError `comment` for what is missing
 */
export function gitlab(env: NodeJS.ProcessEnv): Forge {
  const token = needed(env, ["GITLAB_TOKEN"], "a token");
  const project = needed(env, ["CI_PROJECT_ID"], "the project");
  const number = needed(
    env,
    ["CI_MERGE_REQUEST_IID"],
    "the merge request's number (the job must run in a merge request pipeline)",
  );
  const api = (env.CI_API_V4_URL ?? "https://gitlab.com/api/v4").replace(/\/+$/, "");
  const place = `merge request ${number} of project ${project} on GitLab`;
  const notes = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(number)}/notes`;
  const call = <T>(method: ForgeCall["method"], path: string, schema: z.ZodType<T>, body?: unknown) =>
    callForge(
      place,
      { method, url: `${notes}${path}`, headers: { "private-token": token }, ...(body === undefined ? {} : { body }) },
      schema,
    );
  return {
    place,
    async list(page) {
      const found = await call("GET", `?per_page=${pageSize}&page=${page}&sort=asc`, z.array(noteSchema));
      const own = found.filter(({ system }) => system !== true);
      return { comments: own.map(({ id, body }) => ({ id, body: body ?? "" })), more: found.length === pageSize };
    },
    create: async (body) => call("POST", "", noteSchema, { body }).then(() => ""),
    edit: async (id, body) => call("PUT", `/${id}`, noteSchema, { body }).then(() => ""),
  };
}
