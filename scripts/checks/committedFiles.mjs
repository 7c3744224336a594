import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { at, root } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// Host names are put together here so that this file passes its own check.
const registries = [
  ["registry", "npmjs", "org"],
  ["registry", "yarnpkg", "com"],
  ["proxy", "golang", "org"],
  ["sum", "golang", "org"],
  ["pypi", "org"],
  ["pythonhosted", "org"],
  ["crates", "io"],
  ["repo1", "maven", "org"],
  ["deb", "debian", "org"],
].map((parts) => parts.join("."));

const machinePaths = [root, homedir(), "/work/" + "(?:main|shared|\\.library)", "/tmp/" + "lab"].map((path, index) =>
  index < 2 ? literally(path) : path,
);

/** What no file of the repository may hold: a name, a pattern, and an optional test that lets plain fakes pass. */
const rules = [
  { what: "a path of one machine", pattern: new RegExp(`(?:${machinePaths.join("|")})(?=[/"'\`\\s:)]|$)`) },
  // Not /Users/…: that is how a Databricks workspace names its users' folders.
  { what: "somebody's home folder", pattern: /\/home\/[a-z][\w.-]*\// },
  { what: "a package registry's host", pattern: new RegExp(`\\b(?:${registries.map(literally).join("|")})\\b`) },
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=]{16}/ },
  { what: "a Databricks token", pattern: /\bd(?:api|kea|ose)[0-9a-f]{32}\b/, secret: true },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,})/, secret: true },
  { what: "an AWS key", pattern: /\bAKIA[0-9A-Z]{16}\b/, secret: true },
  { what: "an OpenAI or Anthropic key", pattern: /\bsk-[A-Za-z0-9_-]{32,}/, secret: true },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/, secret: true },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/, secret: true },
  { what: "a Pulumi token", pattern: /\bpul-[0-9a-f]{40}\b/, secret: true },
  { what: "a signed web token", pattern: /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/, secret: true },
];

// A test's made-up token repeats or counts; a real one is random.
const looksMadeUp = (text) =>
  new Set(text.slice(4)).size <= 4 || /0123456|1234567|abcdef0|deadbeef|example/i.test(text);

/**
 * Looks for paths of this machine, registry hosts and secrets in every file that is or would be committed.
 *
 * @returns {Promise<import("../lib/stages.mjs").Outcome>}
 */
export async function checkCommittedFiles() {
  const list = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  if (list.code !== 0) return { passed: 0, failed: 1, details: `git ls-files failed: ${list.output}` };
  const findings = [];
  const files = list.stdout.split("\0").filter(Boolean);
  for (const path of files) findings.push(...findingsIn(path));
  return { passed: findings.length === 0 ? 1 : 0, failed: findings.length, details: findings.join("\n") };
}

function findingsIn(path) {
  let text;
  try {
    text = readFileSync(at(path), "utf8");
  } catch {
    return []; // deleted and not yet committed so, or a link that leads nowhere
  }
  if (text.includes("\0")) return [];
  return rules.flatMap(({ what, pattern, secret }) => {
    const match = pattern.exec(text);
    if (!match || (secret && looksMadeUp(match[0]))) return [];
    const line = text.slice(0, match.index).split("\n").length;
    return [`${path}:${line}: ${what}${secret ? "" : `: ${match[0].split("\n")[0]}`}`];
  });
}
