import { expect, it } from "vitest";
import type { Route } from "../../../workspace/http/route.js";
import { Query } from "../../../workspace/http/target.js";
import { routes } from "../../../workspace/routes/index.js";
import { EventualReads } from "../../../workspace/server/eventualReads.js";

/** A route of the workspace: one that was renamed is found here. */
function route(method: string, path: string): Route {
  const found = routes.find((one) => one.method === method && one.path === path);
  if (found === undefined) {
    throw new Error(`there is no ${method} ${path}`);
  }
  return found;
}

const uc = "/api/2.1/unity-catalog/models";
const mlflow = "/api/2.0/mlflow/unity-catalog";
const cases: [string, Route, unknown, Route, Parameters<EventualReads["check"]>[1]][] = [
  [
    "a model",
    route("POST", uc),
    { full_name: "a.b.c" },
    route("GET", `${uc}/{model}`),
    { params: { model: "a.b.c" }, query: new Query("") },
  ],
  [
    "a version",
    route("POST", `${uc}/versions`),
    { catalog_name: "a", schema_name: "b", model_name: "c", version: 1 },
    route("GET", `${uc}/{model}/versions/{version}`),
    { params: { model: "a.b.c", version: "1" }, query: new Query("") },
  ],
  [
    "a model in MLflow's dialect",
    route("POST", `${mlflow}/registered-models/create`),
    { registered_model: { name: "a.b.c" } },
    route("GET", `${mlflow}/registered-models/get`),
    { params: {}, query: new Query("?name=a.b.c") },
  ],
  [
    "a version in MLflow's dialect",
    route("POST", `${mlflow}/model-versions/create`),
    { model_version: { name: "a.b.c", version: "1" } },
    route("GET", `${mlflow}/model-versions/get`),
    { params: {}, query: new Query("?name=a.b.c&version=1") },
  ],
  [
    "an endpoint",
    route("POST", "/api/2.0/serving-endpoints"),
    { name: "e" },
    route("GET", "/api/2.0/serving-endpoints/{name}"),
    { params: { name: "e" }, query: new Query("") },
  ],
];

it.each(cases)("%s is found by the third read where two find nothing", (_what, made, body, read, call) => {
  const eventual = new EventualReads(2);
  eventual.check(read, call);
  eventual.note(made, body);
  for (let index = 0; index < 2; index++) {
    expect(() => eventual.check(read, call)).toThrow(expect.objectContaining({ status: 404 }));
  }
  eventual.check(read, call);
  const other = { params: { model: "x", version: "9", name: "x" }, query: new Query("?name=x&version=9") };
  eventual.note(made, body);
  eventual.check(read, other);
});

it("hides nothing by default", () => {
  const eventual = new EventualReads(0);
  for (const [, made, body, read, call] of cases) {
    eventual.note(made, body);
    eventual.check(read, call);
  }
});
