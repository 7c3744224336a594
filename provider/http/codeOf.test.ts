import { describe, expect, test } from "vitest";
import { serverSays } from "./answerError.js";
import { codeOf } from "./codeOf.js";

/** What a 404 means, asked of a workspace unless said otherwise. */
function meaning(body: string, type = "application/json", asked: Partial<Parameters<typeof codeOf>[2]> = {}) {
  const says = serverSays(body, type, (text) => text);
  return codeOf(404, says, { kind: "databricks", path: "/api/2.0/serving-endpoints/x", storage: false, ...asked });
}

/** What answers 404 in the name of a host, and knows nothing of what a workspace holds. */
const others: [string, string, string][] = [
  ["Kong", "application/json", '{"message":"no Route matched with those values","request_id":"4f1a"}'],
  ["Spring", "application/json", '{"timestamp":"2026-01-01T00:00:00Z","status":404,"error":"Not Found","path":"/api"}'],
  ["a Spring problem", "application/problem+json", '{"type":"about:blank","title":"Not Found","status":404}'],
  ["Azure API Management", "application/json", '{"statusCode":404,"message":"Resource not found"}'],
  ["Azure Resource Manager", "application/json", '{"error":{"code":"ResourceNotFound","message":"The resource"}}'],
  ["Azure with our code", "application/json", '{"error":{"code":"NOT_FOUND","message":"The resource"}}'],
  ["AWS API Gateway", "application/json", '{"message":"Not Found"}'],
  ["Kubernetes", "application/json", '{"kind":"Status","status":"Failure","reason":"NotFound","code":404}'],
  ["a gRPC gateway", "application/json", '{"code":5,"message":"Not Found","details":[]}'],
  ["a gRPC gateway, by name", "application/json", '{"code":"NOT_FOUND","message":"Not Found"}'],
  ["an API with a code of its own", "application/json", '{"errorCode":"NOT_FOUND","message":"x"}'],
  ["a code beside a message of another form", "application/json", '{"error_code":"NOT_FOUND","message":{"text":"x"}}'],
  ["Google", "application/json", '{"error":{"code":404,"message":"Not found","status":"NOT_FOUND"}}'],
  ["Apigee", "application/json", '{"fault":{"faultstring":"Unable to identify proxy","detail":{"errorcode":"x"}}}'],
  ["S3", "application/xml", '<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>x</Message></Error>'],
  ["S3 without the bucket", "application/xml", "<Error><Code>NoSuchBucket</Code><Message>x</Message></Error>"],
  ["Envoy", "text/plain", ""],
  ["Envoy with words", "text/plain", "no healthy upstream"],
  ["Traefik", "text/plain; charset=utf-8", "404 page not found\n"],
  ["nginx", "text/html", "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>nginx</body></html>"],
  ["Heroku", "text/html", "<!DOCTYPE html>\n<html><head><title>No such app</title></head></html>"],
  [
    "Express",
    "text/html",
    '<!DOCTYPE html>\n<html lang="en">\n<head><title>Error</title></head><pre>Cannot GET /</pre>',
  ],
  ["an empty object", "application/json", "{}"],
  ["a list", "application/json", '[{"error_code":"NOT_FOUND","message":"x"}]'],
  ["SCIM without its schema", "application/json", '{"detail":"User 5 not found","status":"404"}'],
];

describe("a 404 that is not the API's own", () => {
  test.each(others)("of %s tells nothing of what is there", (_who, type, body) => {
    expect(meaning(body, type)).toBe("notAWorkspace");
    expect(meaning(body, type, { kind: "mlflow" })).toBe("notAWorkspace");
  });
});

describe("what an MLflow server says to a route that it does not know", () => {
  const flask = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The URL</p>\n";

  test.each([
    ["Flask", "text/html; charset=utf-8", flask],
    ["FastAPI", "application/json", '{"detail":"Not Found"}'],
  ])("%s", (_half, type, body) => {
    expect(meaning(body, type, { kind: "mlflow" })).toBe("unsupported");
    expect(meaning(body, type)).toBe("notAWorkspace");
  });
});

describe("gone", () => {
  test("by the codes of the API, in its form", () => {
    for (const code of ["RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "CATALOG_DOES_NOT_EXIST", "FUNCTION_DOES_NOT_EXIST"])
      expect(meaning(JSON.stringify({ error_code: code, message: "" }))).toBe("notFound");
    for (const code of [
      "METASTORE_DOES_NOT_EXIST",
      "FEATURE_DISABLED",
      "NoSuchKey",
      "constructor",
      "ENDPOINT_NOT_FOUND",
    ])
      expect(meaning(JSON.stringify({ error_code: code, message: "" }))).toBe("unsupported");
  });

  test("SCIM's form, from its routes", () => {
    const body = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"no user","status":"404"}';
    expect(meaning(body, "application/scim+json", { path: "/api/2.0/preview/scim/v2/Users/5" })).toBe("notFound");
    expect(meaning(body, "application/scim+json")).toBe("notAWorkspace");
  });

  test("a storage's codes, from an address that was handed out", () => {
    const storage = { storage: true };
    expect(meaning("<Error><Code>NoSuchKey</Code></Error>", "application/xml", storage)).toBe("notFound");
    expect(meaning('{"error":{"code":"PathNotFound","message":"x"}}', undefined, storage)).toBe("notFound");
    expect(meaning("<Error><Code>NoSuchBucket</Code></Error>", "application/xml", storage)).toBe("unsupported");
    expect(meaning('{"error_code":"NOT_FOUND","message":"x"}', undefined, storage)).toBe("unsupported");
    expect(meaning("", "", storage)).toBe("unsupported");
  });
});

test("what is decided is decided before secrets are taken out", () => {
  const hide = (text: string) => text.replaceAll(/[AR]/g, "[secret]");
  const says = serverSays('{"error_code":"RESOURCE_ALREADY_EXISTS","message":"A is there"}', "application/json", hide);
  expect(says).toMatchObject({ serverCode: "RESOURCE_ALREADY_EXISTS", message: "[secret] is there" });
  expect(codeOf(400, says, { kind: "databricks", path: "/x", storage: false })).toBe("alreadyExists");
  const odd = serverSays('{"error_code":"BAR","message":"Invalid access token."}', "application/json", (text) =>
    hide(text).replaceAll("access", "[secret]"),
  );
  expect(odd).toMatchObject({ code: "BAR", serverCode: "B[secret][secret]", badToken: true });
});
