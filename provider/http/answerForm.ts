/**
 * How an answer is said, which tells who said it:
 * - `api`: `{"error_code": "…", "message": "…"}`, as Databricks' and MLflow's APIs answer
 * - `scim`: a SCIM error with its schema (RFC 7644, 3.12), as Databricks' SCIM API answers
 * - `fastapi`, `flask`: what the two halves of an MLflow server say to a route that they do not know
 * - `json`, `xml`, `html`, `text`, `empty`: anybody
 */
export type Form = "api" | "scim" | "fastapi" | "flask" | "json" | "xml" | "html" | "text" | "empty";

/** `value` as an object of JSON. */
export function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** `value` as a text that says something. */
export function text(value: unknown): string | undefined {
  if (typeof value === "string" && value.trim() !== "") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/**
 * How an answer is said, with its content where it is an object of JSON.
 *
 * @param body the answer without space around it, perhaps cut off
 * @param contentType header of the answer
 */
export function formOf(body: string, contentType: string): { form: Form; json?: Record<string, unknown> } {
  if (body === "") return { form: "empty" };
  if (/[/+]json/i.test(contentType) || body.startsWith("{")) {
    const json = parsed(body);
    if (json !== undefined) return { form: jsonForm(json), json };
  }
  if (/^(?:<\?xml[^>]{0,100}\?>\s{0,10})?<Error\b/.test(body)) return { form: "xml" };
  // Werkzeug's page, to the letter: that of nginx, of a load balancer or of a host that is not there reads otherwise.
  if (/^<!doctype html>\n<html lang=en>\n<title>\d{3} [\w ]{1,40}<\/title>\n<h1>/.test(body)) return { form: "flask" };
  if (/html/i.test(contentType) || /^<(?:!doctype|html|head|body)\b/i.test(body)) return { form: "html" };
  return { form: "text" };
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const scimError = "urn:ietf:params:scim:api:messages:2.0:Error";

function jsonForm(json: Record<string, unknown>): Form {
  if (text(json.error_code) !== undefined && ["string", "undefined"].includes(typeof json.message)) return "api";
  if (Array.isArray(json.schemas) && json.schemas.includes(scimError)) return "scim";
  const keys = Object.keys(json);
  return keys.length === 1 && typeof json.detail === "string" ? "fastapi" : "json";
}

/** The code that an answer gives, in the place where Databricks, MLflow, Azure, OAuth, SCIM or others have it. */
export function serverCodeOf(json: Record<string, unknown>): string | undefined {
  return (
    text(json.error_code) ??
    text(json.errorCode) ??
    text(record(json.error)?.code) ??
    text(json.error) ??
    text(json.scimType) ??
    text(json.code)
  );
}
