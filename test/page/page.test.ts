import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, client, type TestWorkspace, testWorkspace, until } from "../workspace/harness.js";
import { accessibility, goTo, newLink, newPage, openPage, picture, startBrowser } from "./browser.js";

const model = "main.agents.support";
let workspace: TestWorkspace;
let browser: Browser;
let page: Page;
let complaints: string[];

/** The page's own routes as a program calls them: with a key or any other header. */
async function raw(path: string, headers: Record<string, string> = {}, body?: unknown) {
  const answer = await request(`${workspace.host}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text };
}

async function newKey(): Promise<string> {
  const code = (await newLink(workspace)).split("#open=")[1];
  return JSON.parse((await raw("/_local/page/keys", {}, { code })).text).key;
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** Deploys the agent: version 1 has most of the traffic. */
async function deploy(experiment: string): Promise<void> {
  const entity = (version: string): Record<string, unknown> => ({
    entity_name: model,
    entity_version: version,
    workload_size: "Small",
    scale_to_zero_enabled: false,
    environment_vars: {
      ENABLE_MLFLOW_TRACING: "true",
      MLFLOW_EXPERIMENT_ID: experiment,
      SERVED: `number ${version}`,
      CRM: "secret-value",
    },
  });
  const routes = [90, 10].map((share, index) => ({
    served_entity_name: `support-${index + 1}`,
    traffic_percentage: share,
  }));
  await call(workspace, "POST", "/api/2.0/serving-endpoints", {
    name: "support",
    tags: [{ key: "team", value: "<b>support</b>" }],
    config: { served_entities: [entity("1"), entity("2")], traffic_config: { routes } },
  });
}

const state = (): Promise<string> =>
  call(workspace, "GET", "/api/2.0/serving-endpoints/support").then(({ json }) => json.state.config_update);

beforeAll(async () => {
  [workspace, browser] = await Promise.all([
    testWorkspace({ fixtures: { users: [{ name: "ann@localhost", grants: { servingEndpoint: ["support"] } }] } }),
    startBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await workspace?.dispose();
});

describe("an empty workspace", () => {
  it("says how to open the page, and tells nothing else to who has no key", async () => {
    const closed = await newPage(browser);
    await closed.page.goto(workspace.host);
    await closed.page.getByText("npx mlflow-agents workspace open").waitFor();
    expect(await accessibility(closed.page)).toEqual([]);
    await closed.page.goto(`${workspace.host}/#open=wrong`);
    await closed.page.getByText("This link was used or is too old").waitFor();
    await picture(closed.page, "closed");
    expect(closed.complaints).toEqual([]);
    await closed.page.close();
  });

  it("is open with a link, once, and stays open", async () => {
    const link = await newLink(workspace);
    ({ page, complaints } = await newPage(browser));
    await page.goto(link);
    await page.getByText("Nothing is deployed yet").waitFor();
    expect(page.url()).toBe(`${workspace.host}/#/`);
    expect(await accessibility(page)).toEqual([]);
    await page
      .getByRole("row", { name: /main\.agents\.greet|SQL warehouse Local/ })
      .first()
      .waitFor();
    await picture(page, "empty");
    await page.reload();
    await page.getByText("Nothing is deployed yet").waitFor();
    const second = await newPage(browser);
    await second.page.goto(link);
    await second.page.getByText("This link was used or is too old").waitFor();
    await second.page.close();
  });
});

describe("who may see it", () => {
  it("only who has a key, and a key opens nothing else", async () => {
    const key = await newKey();
    expect((await raw("/_local/page/summary", bearer(key))).status).toBe(200);
    for (const wrong of [undefined, workspace.token, `${key}x`, key.replace(/^page-\d/, "page-9"), "page-1-x"]) {
      const answer = await raw("/_local/page/summary", wrong === undefined ? {} : bearer(wrong));
      expect(answer.status).toBe(401);
    }
    expect((await raw("/api/2.0/serving-endpoints", bearer(key))).status).toBe(401);
    expect((await raw("/_local/journal", bearer(key))).status).toBe(401);
    expect((await raw("/_local/page/links", bearer(key), {})).status).toBe(401);
  });

  it("no other address or port, whatever it knows", async () => {
    const key = await newKey();
    const own = { ...bearer(key), origin: workspace.host, "sec-fetch-site": "same-origin" };
    expect((await raw("/_local/page/summary", own)).status).toBe(200);
    const foreign: Record<string, string>[] = [
      { origin: "http://127.0.0.1:9" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      // Another port of this machine is the same site to a browser.
      { "sec-fetch-site": "same-site" },
    ];
    const code = (await newLink(workspace)).split("#open=")[1];
    for (const headers of foreign) {
      expect((await raw("/_local/page/summary", { ...bearer(key), ...headers })).status).toBe(403);
      expect((await raw("/_local/page/keys", headers, { code })).status).toBe(403);
    }
    const other = await raw("/", { host: "rebound.example" });
    expect(other.status).toBe(403);
  });

  it("loads nothing from elsewhere, runs nothing inline, and makes no HTML of a text", async () => {
    const { headers, text } = await raw("/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(text).not.toMatch(/<script>|<style|\son\w+=|https?:\/\//);
    expect(text).not.toContain(workspace.token);
    expect((await raw("/_local/page/web/..%2Fsession.js")).status).toBe(404);
    expect((await raw("/_local/page/web/tsconfig.json")).status).toBe(404);
    const etag = String(headers.etag);
    expect((await raw("/", { "if-none-match": etag })).status).toBe(304);
    const other = await openPage(browser, workspace);
    await expect(other.page.evaluate('document.body.innerHTML = "<p>text</p>"')).rejects.toThrow(/TrustedHTML/);
    await other.page.context().close();
  });
});

describe("a workspace with an agent", () => {
  beforeAll(async () => {
    const { experiment } = await client(workspace, join("..", "..", "page", "register.py"));
    await deploy(experiment);
  });

  it("appears without a reload, as text whatever it is called", async () => {
    await page.getByRole("link", { name: "support", exact: true }).first().waitFor();
    await goTo(page, `#/agents/${model}`);
    await page.getByText("<img src=x onerror=document.title='hacked'>").first().waitFor();
    await page.getByText("@champion").waitFor();
    await page.getByText("111111111111", { exact: true }).waitFor();
    await until(state, (value) => value === "NOT_UPDATING");
    await goTo(page, "#/endpoints/support/settings");
    await page.getByText("team: <b>support</b>").waitFor();
    await page.getByText("ready", { exact: true }).first().waitFor();
    expect(await page.getByRole("article").first().innerText()).toMatch(/version 1[\s\S]*90 %[\s\S]*CRM\n/);
    expect(await page.content()).not.toContain("secret-value");
    expect(await page.locator("main img, main script, main b").count()).toBe(0);
    expect(await page.title()).toBe("support – local workspace");
  });

  it("is followed without losing what the user does", async () => {
    await goTo(page, "#/endpoints/support/talk");
    const box = page.getByRole("textbox", { name: "Message" });
    await box.fill("not sent yet");
    await page.evaluate("window.kept = document.querySelector('textarea')");
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "meanwhile" });
    await page.getByText("meanwhile", { exact: true }).first().waitFor();
    expect(await box.inputValue()).toBe("not sent yet");
    expect(await page.evaluate("document.activeElement === window.kept && window.kept.isConnected")).toBe(true);
    await call(workspace, "DELETE", "/api/2.0/serving-endpoints/meanwhile");
  });

  it("answers as it speaks, from the version that was chosen", async () => {
    const box = page.getByRole("textbox", { name: "Message" });
    await page.getByLabel("Answered by").selectOption("support-2");
    await box.fill("Where is my <i>parcel</i>?");
    await box.press("Control+Enter");
    const turns = page.getByRole("log", { name: "Conversation" }).getByRole("article");
    await turns.first().getByRole("link", { name: "trace" }).waitFor();
    const answer = await turns.first().innerText();
    expect(answer).toContain(
      'number 2 1 [local stand-in for databricks-claude-sonnet-4] You asked: "Where is my <i>parcel</i>?"',
    );
    // The pieces and the whole text that follows them are one answer.
    expect(answer.match(/You asked/g)).toHaveLength(1);
    expect(answer).toContain("support-2");
    await box.fill("And now?");
    await page.getByRole("button", { name: "Send" }).click();
    await turns.nth(1).getByRole("link", { name: "trace" }).waitFor();
    // What was said before goes along.
    expect(await turns.nth(1).innerText()).toContain("number 2 3 ");
    await picture(page, "talk");
  });

  it("asks a model that names no interface in the form of its signature, and whole where it has no stream", async () => {
    const plain = {
      entity_name: "main.agents.plain",
      entity_version: "1",
      workload_size: "Small",
      scale_to_zero_enabled: false,
    };
    const config = { served_entities: [plain] };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "plain", config });
    await until(
      () => call(workspace, "GET", "/api/2.0/serving-endpoints/plain"),
      ({ json }) => json.state.config_update !== "IN_PROGRESS",
    );
    await goTo(page, "#/endpoints/plain/talk");
    const turns = page.getByRole("log", { name: "Conversation" }).getByRole("article");
    for (const [index, answer] of ["hi after 0", "hi after 2"].entries()) {
      await page.getByRole("textbox", { name: "Message" }).fill("hi");
      await page.getByRole("button", { name: "Send" }).click();
      await turns.nth(index).getByText(answer, { exact: true }).waitFor();
    }
    await call(workspace, "DELETE", "/api/2.0/serving-endpoints/plain");
    await goTo(page, "#/endpoints/support/talk");
  });

  it("stops with Escape, and shows what came until then", async () => {
    const box = page.getByRole("textbox", { name: "Message" });
    await box.fill("slowly");
    await box.press("Control+Enter");
    const last = page.getByRole("log", { name: "Conversation" }).getByRole("article").last();
    await last.getByText('You asked: "slowly"').waitFor();
    await page.keyboard.press("Escape");
    await last.getByText("stopped").waitFor();
    expect(await page.getByRole("button", { name: "Stop" }).isDisabled()).toBe(true);
  });

  it("shows errors as they come", async () => {
    const box = page.getByRole("textbox", { name: "Message" });
    await box.fill("use something undeclared");
    await box.press("Control+Enter");
    const last = page.getByRole("log", { name: "Conversation" }).getByRole("article").last();
    await last.getByText(/may not use the serving endpoint .{1,2}databricks-meta-llama/).waitFor();
    await last.getByRole("link", { name: "trace" }).waitFor();
    expect(await page.evaluate("scrollY + innerHeight - document.documentElement.scrollHeight")).toBeGreaterThan(-2);
    await picture(page, "refused");
    await page.getByRole("checkbox", { name: "JSON" }).check();
    const json = page.getByRole("textbox", { name: "Request as JSON" });
    expect(JSON.parse(await json.inputValue())).toMatchObject({ stream: true });
    await json.fill('{"input": 1}');
    await json.press("Control+Enter");
    await page.getByRole("log").getByRole("article").last().getByText(/^400 /).waitFor();
    await page.getByRole("checkbox", { name: "JSON" }).uncheck();
  });

  it("acts for the user and the scopes that are chosen", async () => {
    await page.getByRole("combobox", { name: "Ask as" }).selectOption("ann@localhost");
    await page.getByText("scopes 2 of 2").click();
    await page.getByLabel("dashboards.genie").uncheck();
    await page.getByText("scopes 1 of 2").waitFor();
    const asked = page.waitForRequest(/\/ask\?/);
    await page.getByRole("textbox", { name: "Message" }).fill("Who am I?");
    await page.getByRole("button", { name: "Send" }).click();
    const query = new URL((await asked).url()).searchParams;
    expect([query.get("user"), query.get("scopes")]).toEqual(["ann@localhost", "serving.serving-endpoints"]);
    await page.getByRole("log").getByRole("article").last().getByRole("link", { name: "trace" }).waitFor();
    const nobody = "/_local/page/endpoints/support/ask?user=nobody";
    expect((await raw(nobody, bearer(await newKey()), { input: [] })).status).toBe(400);
  });

  it("shows the last requests, each with its trace", async () => {
    await goTo(page, "#/endpoints/support/requests");
    await page.getByRole("link", { name: "use something undeclared" }).click();
    const steps = page.getByRole("list", { name: "Steps" });
    await steps.getByText("search", { exact: true }).click();
    await page.getByRole("group", { name: "Outputs of search" }).getByText("<b>found</b>").waitFor();
    const lines = await steps.locator("summary").allInnerTexts();
    expect(lines.map((line) => line.split("\n")[0])).toEqual(expect.arrayContaining(["support", "search", "ask"]));
    expect(lines.find((line) => line.startsWith("ask"))).toContain("failed");
    expect(lines.every((line) => /\d (ms|s)/.test(line))).toBe(true);
    await picture(page, "trace");
    expect(await accessibility(page)).toEqual([]);
  });

  it("shows what an agent declares, used and was refused", async () => {
    await goTo(page, "#/endpoints/support/access");
    const second = page.getByRole("region", { name: `${model} version 2` });
    const row = second.getByRole("row").filter({ hasText: "databricks-claude-sonnet-4" });
    await row.getByText("yes").waitFor();
    await expect.poll(async () => Number(await row.getByRole("cell").nth(3).innerText())).toBeGreaterThanOrEqual(3);
    const refused = second.getByRole("row").filter({ hasText: "databricks-meta-llama-3-3-70b-instruct" });
    expect(await refused.innerText()).toMatch(/no\s+0\s+1/);
    await second.getByText(/Add servingEndpoint\("databricks-meta-llama/).waitFor();
    await second.getByText("dashboards.genie").waitFor();
    await picture(page, "access");
    expect(await accessibility(page)).toEqual([]);
  });

  it("follows the logs", async () => {
    await goTo(page, "#/endpoints/support/logs");
    await page.getByLabel("Served entity").selectOption("support-1");
    await page.getByLabel("build").check();
    await page.getByRole("log").getByText(`Building ${model} version 1`).waitFor();
    await page.getByLabel("server").check();
    const input = [{ role: "user", content: "a new line" }];
    await call(workspace, "POST", "/serving-endpoints/support/served-models/support-1/invocations", { input });
    await page.getByRole("log").getByText("asked 'a new line'").waitFor();
    expect(await accessibility(page)).toEqual([]);
  });
});

describe("for everybody", () => {
  it("stops an endpoint and starts it", async () => {
    await goTo(page, "#/endpoints/support/settings");
    await page.getByRole("button", { name: "Stop the endpoint" }).click();
    await page.getByRole("button", { name: "Start the endpoint" }).waitFor();
    const stopped = await call(workspace, "GET", "/api/2.0/serving-endpoints/support");
    expect(stopped.json.state).toMatchObject({ ready: "NOT_READY", suspend: "SUSPENDED" });
    expect(await accessibility(page)).toEqual([]);
    await page.getByRole("button", { name: "Start the endpoint" }).click();
    await page.getByRole("button", { name: "Stop the endpoint" }).waitFor();
    await until(state, (value) => value === "NOT_UPDATING");
    await page.getByText("ready", { exact: true }).first().waitFor();
  });

  it("leads from links of experiments into MLflow's own page", async () => {
    const tab = await page.context().newPage();
    await tab.goto(`${workspace.host}/ml/experiments/0/traces?x=1`);
    await tab.waitForURL(`${workspace.mlflowUrl}/#/experiments/0/traces?x=1`);
    await tab.getByText("Traces").first().waitFor();
    await tab.close();
  });

  it("works from the keyboard", async () => {
    await goTo(page, "#/");
    await page.reload();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.keyboard.press("j");
    await page.getByRole("heading", { level: 1, name: "support" }).waitFor();
    await page.keyboard.press("r");
    await page.waitForURL(/support\/requests$/);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys" });
    await help.getByText("stop the answer").waitFor();
    expect(await accessibility(page)).toEqual([]);
    await help.getByLabel("Single letters are shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.keyboard.press("l");
    expect(page.url()).toMatch(/support\/requests$/);
    // Back is the browser's own.
    await page.goBack();
    await page.waitForURL(/endpoints\/support$/);
  });

  it.each([
    ["light", 1200],
    ["dark", 360],
  ] as const)("is readable in %s, %i pixels wide", async (scheme, width) => {
    const opened = await openPage(browser, workspace, { scheme, width });
    const places = [
      "",
      `agents/${model}`,
      ...["talk", "requests", "settings"].map((part) => `endpoints/support/${part}`),
    ];
    for (const place of places) {
      await goTo(opened.page, `#/${place}`);
      await opened.page.locator("main h1").waitFor();
      expect(await accessibility(opened.page), place).toEqual([]);
      expect(
        await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth"),
        place,
      ).toBeLessThanOrEqual(0);
      // Nor is a column of a table out of sight, or a name cut.
      const hidden = `[...document.querySelectorAll("main td, main th, .side .name")]
        .filter((cell) => cell.offsetParent !== null)
        .filter((cell) => cell.getBoundingClientRect().right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + 1)
        .map((cell) => cell.textContent.slice(0, 60))`;
      expect(width > 400 ? [] : await opened.page.evaluate(hidden), place).toEqual([]);
      await picture(opened.page, `${scheme}-${width}-${place.replaceAll("/", "-") || "overview"}`);
    }
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  it("costs little: small, quick, and next to nothing while nothing changes", async () => {
    const opened = await newPage(browser);
    let bytes = 0;
    opened.page.on("response", async (answer) => {
      bytes += (await answer.body().catch(() => Buffer.alloc(0))).length;
    });
    await opened.page.goto(await newLink(workspace));
    await opened.page.getByRole("heading", { name: "Overview" }).waitFor();
    expect(bytes).toBeLessThan(150_000);
    const key = bearer(await newKey());
    const etag = String((await raw("/_local/page/summary", key)).headers.etag);
    const { json: before } = await call(workspace, "GET", "/_local/journal");
    const again = await raw("/_local/page/summary", { ...key, "if-none-match": etag });
    expect([again.status, again.text]).toEqual([304, ""]);
    // Looking is no call of the API.
    expect((await call(workspace, "GET", "/_local/journal")).json.last).toBe(before.last);
    await opened.page.context().close();
  });

  it.each(["endpoints/support/requests/none", "endpoints/support/logs", "agents/none"])(
    "asks no more than it must at %s",
    async (place) => {
      await goTo(page, `#/${place}`);
      let asked = 0;
      const count = (): number => (asked += 1);
      page.on("request", count);
      await page.waitForTimeout(1_000);
      page.off("request", count);
      expect(asked).toBeLessThan(6);
    },
  );

  it("says so when the workspace is gone, and goes on when it is back", async () => {
    await page.context().setOffline(true);
    await page.getByText("The workspace does not answer").waitFor();
    await page.getByText("no connection").waitFor();
    await picture(page, "gone");
    await page.context().setOffline(false);
    await page.getByText("live", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });
});
