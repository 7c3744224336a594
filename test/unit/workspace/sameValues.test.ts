import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { checkAccess } from "../../../workspace/auth/access.js";
import type { Principal } from "../../../workspace/auth/principal.js";
import { Usage } from "../../../workspace/auth/usage.js";
import { ApiError } from "../../../workspace/errors.js";
import type { Call } from "../../../workspace/http/route.js";
import { Router } from "../../../workspace/http/router.js";
import { parseTarget, Query } from "../../../workspace/http/target.js";
import { MlflowClient } from "../../../workspace/mlflow/mlflowClient.js";
import { UnityCatalogModels } from "../../../workspace/registry/unityCatalogModels.js";
import { routes } from "../../../workspace/routes/index.js";
import type { Services } from "../../../workspace/server/services.js";

const router = new Router(routes);
const agent = {
  endpoint: "support",
  entity: "support-1",
  model: "main.agents.support",
  version: "1",
  resources: [],
  userResources: [],
};
const caller: Principal = { kind: "agent", name: "support/support-1", agent };

/** An MLflow that answers nothing and notes what it is asked for. */
class Recorder extends MlflowClient {
  readonly asked: string[] = [];

  constructor() {
    super({ socket: "/nowhere", secret: "none" });
  }

  override raw(...[, path]: Parameters<MlflowClient["raw"]>): ReturnType<MlflowClient["raw"]> {
    this.asked.push(path);
    return Promise.reject(new ApiError(503, "TEMPORARILY_UNAVAILABLE", "recorded"));
  }
}

/** What MLflow is asked for by a request of a served agent; undefined where the agent is refused. */
async function reached(method: string, text: string): Promise<string[] | undefined> {
  const mlflow = new Recorder();
  const services = { mlflow, models: new UnityCatalogModels(mlflow, { schema: () => ({}) as never }) };
  try {
    const target = parseTarget(text);
    const match = router.find(method, target.path);
    if (match === undefined || match.route.access !== "member") return undefined;
    const request = Object.assign(Readable.from([]), { method, headers: {} }) as unknown as Call["request"];
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    const call: Call = {
      ...target,
      request,
      response,
      params: match.params,
      caller,
      services: services as unknown as Services,
    };
    checkAccess(call, match.route, new Usage());
    await match.route.handle(call);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 503) return undefined;
  }
  return mlflow.asked;
}

/** Whether a call to MLflow is about the agent's own version, as MLflow reads it: the last value of a name counts. */
function isOwn(path: string): boolean {
  const { pathname, searchParams } = new URL(`http://localhost${path}`);
  const last = (name: string): string | undefined => searchParams.getAll(name).at(-1);
  if (pathname.startsWith("/api/2.0/mlflow-artifacts/artifacts")) {
    const folder = decodeURIComponent(pathname.slice("/api/2.0/mlflow-artifacts/artifacts/".length)) || last("path");
    return /^Models\/main\/agents\/support\/1(\/|$)/.test(folder ?? "") || folder === "Models/main/agents/support";
  }
  return last("name") === agent.model && last("version") === agent.version;
}

const own = ["main.agents.support", "Main.Agents.SUPPORT", "main%2Eagents%2Esupport"];
const other = [
  "main.agents.other",
  "MAIN.agents.OTHER",
  "main.agents.support%2F..%2F..%2Fother",
  "main.agents.support%00",
];
const versions = ["1", "2", "01", "1%2F..%2F2", "%31", "1?", "1#2"];
const files = ["MLmodel", "..%2F2%2FMLmodel", "../2/MLmodel", "%2e%2e/2/MLmodel", "./x", "a//b", "..%5C2", ""];
const slashes = ["/", "//", "/%2F", "/./", "/x/../", "\\"];

/** Targets that a program could send to get at another version. */
function targetOf(pick: <T>(list: readonly T[]) => T): string {
  const name = (): string => pick([...own, ...own, ...other]);
  const [dotted, number, end] = [
    name(),
    pick(versions),
    pick(["", "/", "//", "?", "?x=1&x=2", "?name=main.agents.other"]),
  ];
  const folder = `Models${pick(slashes)}${dotted.replaceAll(".", pick(slashes))}${pick(slashes)}${number}`;
  const pairs = [
    `name=${name()}`,
    `version=${pick(versions)}`,
    `name=${name()}`,
    `version=${pick(versions)}`,
    "NAME=x",
  ];
  const query = pairs
    .filter(() => pick([true, true, false]))
    .sort(() => pick([1, -1]))
    .join(pick(["&", "&", ";"]));
  return pick([
    `/api/2.1/unity-catalog/models/${dotted}/versions/${number}${end}`,
    `${pick(slashes)}api/2.1/unity-catalog${pick(slashes)}models/${dotted}/versions/${number}${end}`,
    `/api/2.0/mlflow/unity-catalog/model-versions/get?${query}`,
    `/api/2.0/mlflow/unity-catalog/model-versions/get-download-uri?${query}`,
    `/api/2.0/fs/files/${folder}/${pick(files)}${end}`,
    `/api/2.0/fs/directories/${folder}/${pick(files)}${end}`,
    `http://127.0.0.1/api/2.1/unity-catalog/models/${dotted}/versions/${number}`,
  ]);
}

describe("what decides about access and what a route does", () => {
  it("see the same values: a served agent never gets at another's version", async () => {
    let seed = 14;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    let entered = 0;
    for (let index = 0; index < 20_000; index++) {
      const [method, text] = [pick(["GET", "GET", "HEAD", "POST", "DELETE"]), targetOf(pick)];
      const asked = (await reached(method, text)) ?? [];
      entered += asked.length > 0 ? 1 : 0;
      expect([method, text, asked.filter((path) => !isOwn(path))]).toEqual([method, text, []]);
    }
    // Otherwise nothing was shown.
    expect(entered).toBeGreaterThan(200);
  });

  it.each([
    "/api/2.0/mlflow/unity-catalog/model-versions/get?name=main.agents.support&version=1&name=main.agents.other&version=1",
    "/api/2.0/mlflow/unity-catalog/model-versions/get?name=main.agents.support&version=1&version=2",
    "/api/2.0/mlflow/unity-catalog/model-versions/get?version=1&name=main.agents.other&n%61me=main.agents.support",
  ])("a name that is given twice is refused: %s", async (text) => {
    expect(await reached("GET", text)).toBeUndefined();
  });

  it("an agent's way to its traces leads nowhere else", async () => {
    for (const path of ["/api/2.0/mlflow/traces/t%2Fassessments%2Fa", "/api/2.0/mlflow/traces/..%2Fexperiments"]) {
      const match = router.find("PATCH", path);
      expect(match?.route.access).toBe("agent");
      const mlflow = new Recorder();
      const request = Object.assign(Readable.from(["{}"]), { method: "PATCH", headers: {} });
      const call = { request, path, query: new Query(""), params: match?.params ?? {}, services: { mlflow } };
      const answer = Promise.resolve().then(() => match?.route.handle(call as unknown as Call));
      await expect(answer).rejects.toMatchObject({ status: 400 });
      expect(mlflow.asked).toEqual([]);
    }
  });

  it.each(["http://elsewhere/api", "//api/2.0/x", "/\\api", "*", "api"])("%s is no path", (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
