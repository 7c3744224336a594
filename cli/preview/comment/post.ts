import { type Comment, CommentRefused, type Forge } from "./forge.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";

/** Pages of comments that are searched: 50 of 100 each. */
const mostPages = 50;

/**
 * Puts `body` into the pull request as one comment: the one that carries the marker is edited in place, so that a pull
 * request of many commits holds one report and not one a commit.
 *
 * @param marker hidden first line of the comment
 * @param env token, repository and pull request, as a workflow provides them
 * @returns where it is, and what was done
 * @throws CliError `comment`
 */
export async function postComment(
  forge: "github" | "gitlab",
  marker: string,
  body: string,
  env: NodeJS.ProcessEnv,
): Promise<{ url: string; action: "posted" | "edited" | "unchanged" }> {
  const place: Forge = forge === "github" ? github(env) : gitlab(env);
  for (const before of await find(place, marker)) {
    if (before.body.trim() === body.trim()) return { url: "", action: "unchanged" };
    try {
      return { url: await place.edit(before.id, body), action: "edited" };
    } catch (error) {
      // Somebody else's comment with our marker must not keep the report away.
      if (!(error instanceof CommentRefused)) throw error;
    }
  }
  return { url: await place.create(body), action: "posted" };
}

/** Comments that begin with the marker: one that quotes a report must not be overwritten. */
async function find(place: Forge, marker: string): Promise<Comment[]> {
  const found: Comment[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { comments, more } = await place.list(page);
    found.push(...comments.filter(({ body }) => body.trimStart().startsWith(marker)));
    if (!more) break;
  }
  return found.slice(0, 5);
}
