import type { Call, Route } from "../http/route.js";

const service = "The workspace itself";

/** A plain page for the person who opens the workspace's address, and the way to MLflow's own pages. */
export const pageRoutes: readonly Route[] = [
  { service, method: "GET", path: "/", access: "public", handle: page },
  {
    service,
    method: "GET",
    // Where Databricks shows experiments, their runs and traces.
    path: "/ml/experiments/{rest...}",
    access: "public",
    differs: "leads to MLflow's own page",
    handle: ({ response, services, params, url }) => {
      const target = `${services.mlflowUrl}/#/experiments/${encodeURI(params.rest ?? "")}${url.search}`;
      response.writeHead(302, { location: target }).end();
      return undefined;
    },
  },
];

async function page({ response, services }: Call): Promise<undefined> {
  const endpoints = services.serving.list().map((endpoint) => `<li>${escapeHtml(String(endpoint.name))}</li>`);
  const { models } = await services.models.listModels({ limit: 100 });
  const names = models.map((model) => `<li>${escapeHtml(model.name)}</li>`);
  const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Local workspace</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }</style>
<h1>Local workspace</h1>
<p>This is pulumi-mlflow-agents' stand-in for a Databricks workspace, on this machine only.
<a href="${escapeHtml(services.mlflowUrl)}">MLflow's page</a> shows experiments, models and traces.</p>
<h2>Endpoints</h2>
<ul>${endpoints.join("") || "<li>none yet</li>"}</ul>
<h2>Models</h2>
<ul>${names.join("") || "<li>none yet</li>"}</ul>
</html>
`;
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(text);
  return undefined;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
