import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { call, type TestWorkspace } from "../workspace/harness.js";

/** Where a Chromium lies on Debian and elsewhere. */
const places = [
  process.env.MLFLOW_AGENTS_TEST_CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Without these, Chromium looks for hosts of its maker at each start. */
const quiet = ["quic", "background-networking", "component-update", "sync"].map((name) => `--disable-${name}`);

/** Starts the system's Chromium. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = places.find((place) => place !== "" && existsSync(place));
  if (executablePath === undefined) {
    throw new Error("The page is tested in a real browser: install Chromium (apt-get install chromium).");
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet] });
}

/** How a page is looked at. */
export interface Look {
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
}

/** A page in a browser that knows nothing yet; what it complains about is collected. */
export async function newPage(browser: Browser, look: Look = {}): Promise<{ page: Page; complaints: string[] }> {
  const viewport = { width: look.width ?? 1200, height: look.height ?? 800 };
  const context = await browser.newContext({ viewport, colorScheme: look.scheme ?? "light", locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // An answer that is an error is told by the browser too; the page shows it itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  return { page, complaints };
}

/** A link that opens the page once. */
export async function newLink(workspace: TestWorkspace): Promise<string> {
  return (await call(workspace, "POST", "/_local/page/links")).json.url;
}

/** A page that is open. */
export async function openPage(
  browser: Browser,
  workspace: TestWorkspace,
  look: Look = {},
): Promise<{ page: Page; complaints: string[] }> {
  const opened = await newPage(browser, look);
  await opened.page.goto(await newLink(workspace));
  await opened.page.getByRole("heading", { level: 1 }).waitFor();
  await opened.page.locator("header.head").waitFor();
  return opened;
}

/** Goes to a place of the page. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.assign(${JSON.stringify(hash)})`);
}

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

/** What axe finds wrong with what is shown, in a line each: rule, and where. */
export async function accessibility(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    `axe.run(document, ${JSON.stringify(rules)}).then((found) => found.violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("; ")}`);
}

/** Keeps a picture where `MLFLOW_AGENTS_SCREENSHOTS` names a folder: for people who look at them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MLFLOW_AGENTS_SCREENSHOTS;
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
