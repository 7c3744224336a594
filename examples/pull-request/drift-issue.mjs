// Keeps one issue about drift: `node drift-issue.mjs drift.md`. Opened when something differs or could not be read, brought up
// to date while it does, closed only by a report that saw everything and found nothing. Needs GITHUB_TOKEN with `issues: write`.
import { existsSync, readFileSync } from "node:fs";

const {
  GITHUB_TOKEN: token,
  GITHUB_REPOSITORY: repository,
  GITHUB_API_URL: api = "https://api.github.com",
} = process.env;
const title = "Agents differ from their stacks";
const file = process.argv[2] ?? "drift.md";
const body = existsSync(file) ? readFileSync(file, "utf8") : "### Nothing was compared: the workflow's log says why.\n";
// Each stack that differs, fails or could not be read has a heading of its own.
const differs = /^### /m.test(body);

async function call(method, path, content) {
  const answer = await fetch(`${api}/repos/${repository}/issues${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "content-type": "application/json",
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!answer.ok) throw new Error(`${method} issues${path}: ${answer.status}`);
  return answer.json();
}

const open = (await call("GET", "?state=open&per_page=100")).find((issue) => issue.title === title);
if (differs && open === undefined) await call("POST", "", { title, body });
else if (differs) await call("PATCH", `/${open.number}`, { body });
else if (open !== undefined) await call("PATCH", `/${open.number}`, { state: "closed", body });
console.log(differs ? "an issue tells what differs, or could not be read" : "nothing differs");
