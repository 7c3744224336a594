import { z } from "zod";
import { AgentsError, isAgentsError } from "../../errors.js";
import { type Json, route, type Workspace } from "../../http/index.js";
import { questionBody, unsatisfied } from "./answer.js";
import type { Endpoint } from "./api.js";
import type { SmokeTest } from "./rolloutSchema.js";
import type { Scope } from "./scope.js";

/** Longest time for one answer, in milliseconds: an agent may have to start first. */
const answerWithinMs = 300_000;

/**
 * Asks one entity every question, by the entity's own route, so that its share of the clients' requests does not matter.
 *
 * @throws AgentsError `deploymentFailed` at the first answer that does not satisfy
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
  for (const [index, test] of tests.entries()) {
    context.progress(`asking ${entity}: question ${index + 1} of ${tests.length}`);
    const begin = performance.now();
    const complaint = await ask(workspace, endpoint, entity, test).then(
      (answer) => unsatisfied(answer, test.expect),
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
}

/** Cancellation is no answer. */
function ended(error: unknown): void {
  if (isAgentsError(error) && error.code === "cancelled") throw error;
}

/** `POST /serving-endpoints/{name}/served-models/{entity}/invocations`. */
function ask(workspace: Workspace, endpoint: Endpoint, entity: string, { question }: SmokeTest): Promise<unknown> {
  const body: Json = JSON.parse(JSON.stringify(questionBody(question, endpoint.task)));
  return workspace.json(z.unknown(), {
    method: "POST",
    path: route`/serving-endpoints/${endpoint.name}/served-models/${entity}/invocations`,
    body,
    timeoutMs: answerWithinMs,
    // Questions of a smoke test are harmless: an entity that is not quite there is asked again.
    safeToRepeat: true,
  });
}
