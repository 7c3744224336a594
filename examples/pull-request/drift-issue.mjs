// Keeps one issue about drift: `node drift-issue.mjs drift.md`. Opened when something differs, brought up to date while it
// does, closed when nothing differs any more. Needs GITHUB_TOKEN with `issues: write`.
import { readFileSync } from "node:fs";

const {
  GITHUB_TOKEN: token,
  GITHUB_REPOSITORY: repository,
  GITHUB_API_URL: api = "https://api.github.com",
} = process.env;
const title = "Agents differ from their stacks";
const body = readFileSync(process.argv[2] ?? "drift.md", "utf8");
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
console.log(differs ? "an issue tells what differs" : "nothing differs");
