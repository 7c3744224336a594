import { z } from "zod";
import { AgentsError, isAgentsError } from "../../errors.js";
import { type Json, route, type Workspace } from "../../http/index.js";
import { questionBody, unsatisfied } from "./answer.js";
import type { Endpoint } from "./api.js";
import type { SmokeTest } from "./rolloutSchema.js";
import type { Scope } from "./scope.js";
import { askingForTrace, type Proof, proofOf, prove, type Told, takeTrace } from "./traceProof.js";

/** Longest time for one answer, in milliseconds: an agent may have to start first. */
const answerWithinMs = 300_000;

/**
 * Asks one entity every question, by the entity's own route, so that its share of the clients' requests does not matter;
 * then looks for the trace of the first one, where the program declares where traces go.
 *
 * @throws AgentsError `deploymentFailed` at the first answer that does not satisfy, or for a trace that does not arrive
 */
export async function smokeTest(scope: Scope, endpoint: Endpoint, entity: string): Promise<void> {
  const tests = scope.inputs.smokeTest ?? [];
  const { context, workspace } = scope;
  const [first] = tests;
  if (first !== undefined && tests.some(({ maxLatencyMs }) => maxLatencyMs !== undefined)) {
    context.progress(`waking ${entity}`);
    // Whatever comes of it: only the answers below count.
    await ask(workspace, endpoint, entity, first).catch(ended);
  }
  const proof = first === undefined ? undefined : proofOf(scope, endpoint, entity);
  let traced: Told | undefined;
  for (const [index, test] of tests.entries()) {
    context.progress(`asking ${entity}: question ${index + 1} of ${tests.length}`);
    const begin = performance.now();
    const complaint = await ask(workspace, endpoint, entity, test, index === 0 ? proof : undefined).then(
      ({ answer, told }) => {
        traced ??= told;
        return unsatisfied(answer, test.expect, context.redact);
      },
      (error: unknown) => {
        ended(error);
        return error instanceof Error ? error.message : String(error);
      },
    );
    const took = Math.round(performance.now() - begin);
    const { maxLatencyMs } = test;
    const late = maxLatencyMs !== undefined && took > maxLatencyMs;
    const reason = complaint ?? (late ? `it took ${took} ms, more than ${maxLatencyMs} ms` : undefined);
    if (reason !== undefined) {
      throw new AgentsError("deploymentFailed", `${entity} failed question ${index + 1} of \`smokeTest\`: ${reason}`, {
        path: `smokeTest[${index}]`,
      });
    }
  }
  if (proof === undefined || first === undefined || traced === undefined) return;
  const again = async () => (await ask(workspace, endpoint, entity, first, proof)).told;
  scope.learned.proof = { traceId: await prove(scope, proof, traced, again) };
}

/** Cancellation is no answer. */
function ended(error: unknown): void {
  if (isAgentsError(error) && error.code === "cancelled") throw error;
}

/** Asks a question, and for its trace where that is to be proved. */
async function ask(
  workspace: Workspace,
  endpoint: Endpoint,
  entity: string,
  { question }: SmokeTest,
  proof?: Proof,
): Promise<{ answer: unknown; told: Told }> {
  const body = questionBody(question, endpoint.task);
  if (proof === undefined) {
    const answer = await send(workspace, endpoint, entity, body);
    return { answer, told: { traceId: undefined, requestId: undefined } };
  }
  try {
    return takeTrace(await send(workspace, endpoint, entity, askingForTrace(body)));
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "badRequest") throw error;
    // The agent may not take the option: if that was it, the question without it is answered.
    const answer = await send(workspace, endpoint, entity, body);
    return { answer, told: { traceId: undefined, requestId: undefined, refused: true } };
  }
}

/** `POST /serving-endpoints/{name}/served-models/{entity}/invocations`. */
function send(
  workspace: Workspace,
  endpoint: Endpoint,
  entity: string,
  question: Record<string, unknown>,
): Promise<unknown> {
  const body: Json = JSON.parse(JSON.stringify(question));
  return workspace.json(z.unknown(), {
    method: "POST",
    path: route`/serving-endpoints/${endpoint.name}/served-models/${entity}/invocations`,
    body,
    timeoutMs: answerWithinMs,
    // Questions of a smoke test are harmless: an entity that is not quite there is asked again.
    safeToRepeat: true,
  });
}
