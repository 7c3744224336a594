import { spawn } from "node:child_process";
import { AgentsError } from "../../errors.js";
import { printable } from "../../lifecycle/describe.js";
import type { Scope } from "./scope.js";

/** Limit unless the program says another one, in seconds. */
const defaultSeconds = 600;
/** Lines of a command's output that an error shows. */
const shownLines = 20;
/** Most that is kept of a command's output, in characters. */
const keptCharacters = 20_000;

/** What a gate is told, as variables of a command or parameters of an address. */
export interface GateFacts {
  endpoint: string;
  entity: string;
  /** Share of the requests that the entity is about to get, in percent. */
  share: number;
}

/**
 * Asks the program's gate whether traffic may move.
 *
 * @throws AgentsError `deploymentFailed` where it says no, `timeout` where it says nothing
 */
export async function passGate({ context, inputs }: Scope, facts: GateFacts): Promise<void> {
  const { gate } = inputs;
  if (gate === undefined) return;
  context.progress(`asking the gate before ${facts.entity} gets ${facts.share} %`);
  const seconds = gate.timeoutSeconds ?? defaultSeconds;
  const late = AbortSignal.timeout(seconds * 1_000);
  const either = new AbortController();
  const { signal: limit } = either;
  for (const signal of [context.signal, late]) {
    signal.addEventListener("abort", () => either.abort(), { once: true, signal: limit });
    if (signal.aborted) either.abort();
  }
  const refusal =
    "command" in gate ? await runCommand(gate.command, facts, limit) : await askUrl(gate.url, facts, limit);
  if (context.signal.aborted) throw new AgentsError("cancelled", "the gate was cancelled.");
  if (late.aborted) throw new AgentsError("timeout", `the gate did not answer within ${seconds} s`, { path: "gate" });
  if (refusal === undefined) return;
  const details = refusal.output === "" ? {} : { evidence: `--- gate ---\n${refusal.output}` };
  throw new AgentsError("deploymentFailed", `the gate refused: ${refusal.reason}`, { path: "gate", ...details });
}

interface Refusal {
  reason: string;
  output: string;
}

/** Runs a command in the program's folder; its exit code decides. */
function runCommand(command: string, facts: GateFacts, signal: AbortSignal): Promise<Refusal | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that its children end with it.
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        MLFLOW_AGENTS_ENDPOINT: facts.endpoint,
        MLFLOW_AGENTS_ENTITY: facts.entity,
        MLFLOW_AGENTS_SHARE: String(facts.share),
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-keptCharacters);
      });
    }
    const kill = () => {
      try {
        if (child.pid !== undefined && process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
        else child.kill("SIGKILL");
      } catch {
        // It is gone already.
      }
    };
    signal.addEventListener("abort", kill, { once: true });
    // What it left running in the background would keep its output open.
    child.once("exit", kill);
    const end = (reason: string | undefined) => {
      signal.removeEventListener("abort", kill);
      resolve(reason === undefined ? undefined : { reason, output: tail(output) });
    };
    child.once("error", (error) => end(`the command could not be started (${error.message})`));
    child.once("close", (code, killed) =>
      end(
        code === 0
          ? undefined
          : code === null
            ? `the command was ended by ${killed}`
            : `the command ended with ${code}`,
      ),
    );
  });
}

function tail(output: string): string {
  return output
    .trimEnd()
    .split("\n")
    .slice(-shownLines)
    .map((line) => printable(line, 500))
    .join("\n");
}

/** Asks an address; 2xx is a yes. */
async function askUrl(address: string, facts: GateFacts, signal: AbortSignal): Promise<Refusal | undefined> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, String(value));
  // A query or a password may be secret: messages show where it was asked and nothing more.
  const shown = `${url.origin}${url.pathname}`;
  try {
    const answer = await fetch(url, { signal, redirect: "error" });
    const text = await answer.text();
    return answer.ok ? undefined : { reason: `${shown} answered ${answer.status}`, output: tail(text) };
  } catch (error) {
    if (signal.aborted) return undefined;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { reason: `${shown} gave no answer (${printable(cause)})`, output: "" };
  }
}
