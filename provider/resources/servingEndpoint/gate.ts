import { AgentsError } from "../../errors.js";
import { verifiedFetch } from "../../http/verifiedFetch.js";
import { printable } from "../../lifecycle/describe.js";
import { runCommand } from "./gateCommand.js";
import type { Scope } from "./scope.js";

/** Limit unless the program says another one, in seconds. */
const defaultSeconds = 600;
/** Lines of a gate's output that an error shows. */
const shownLines = 20;

/** What a gate is told, as variables of a command or parameters of an address. */
export interface GateFacts {
  endpoint: string;
  entity: string;
  /** Share of the requests that the entity is about to get, in percent. */
  share: number;
}

/** What a gate came to. */
export interface Verdict {
  /** Why it says no; undefined where it agrees. */
  refusal: string | undefined;
  /** What it printed or answered, as far as it came. */
  output: string;
}

/**
 * Asks the program's gate whether traffic may move.
 *
 * @throws AgentsError `deploymentFailed` where it says no, `timeout` where it says nothing; with what it printed so far
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
  const { refusal, output } =
    "command" in gate ? await runCommand(gate.command, variables(facts), limit) : await askUrl(gate.url, facts, limit);
  // Before it is cut: a secret that was cut is not known again.
  const said = tail(context.redact(output));
  const details = said === "" ? {} : { evidence: `--- gate ---\n${said}` };
  if (context.signal.aborted) throw new AgentsError("cancelled", "the gate was cancelled.", details);
  if (late.aborted) {
    const message = `the gate did not answer within ${seconds} s${said === "" ? " and printed nothing" : ""}`;
    throw new AgentsError("timeout", message, { path: "gate", ...details });
  }
  if (refusal === undefined) return;
  throw new AgentsError("deploymentFailed", `the gate refused: ${refusal}`, { path: "gate", ...details });
}

function variables({ endpoint, entity, share }: GateFacts): Record<string, string> {
  return {
    MLFLOW_AGENTS_ENDPOINT: endpoint,
    MLFLOW_AGENTS_ENTITY: entity,
    MLFLOW_AGENTS_SHARE: String(share),
  };
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
async function askUrl(address: string, facts: GateFacts, signal: AbortSignal): Promise<Verdict> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(facts)) url.searchParams.set(name, String(value));
  // A query or a password may be secret: messages show where it was asked and nothing more.
  const shown = `${url.origin}${url.pathname}`;
  let output = "";
  try {
    const answer = await verifiedFetch(url, { signal, redirect: "error" });
    const decoder = new TextDecoder();
    // Piece by piece: of an answer that does not end, what came is kept.
    for await (const piece of answer.body ?? []) output += decoder.decode(piece, { stream: true });
    return { refusal: answer.ok ? undefined : `${shown} answered ${answer.status}`, output };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { refusal: `${shown} gave no answer (${printable(cause)})`, output };
  }
}
