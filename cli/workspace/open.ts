import { spawn } from "node:child_process";
import { request } from "undici";
import { z } from "zod";
import { type Connection, findRunning, WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";

/** `open`: prints a link that opens the workspace's page once, and opens it in a browser where there is a desktop. */
export async function open(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    throw new WorkspaceError("notRunning", "No workspace runs here: mlflow-agents workspace start.");
  }
  const link = await pageLink(running);
  console.log(link);
  if (process.stdout.isTTY) {
    openInBrowser(link);
  }
  return 0;
}

/** A link that opens the page of a running workspace once, within ten minutes. */
export async function pageLink(running: Connection): Promise<string> {
  const headers = { authorization: `Bearer ${running.token}` };
  const answer = await request(`${running.host}/_local/page/links`, { method: "POST", headers });
  return z.object({ url: z.string() }).parse(await answer.body.json()).url;
}

/** Best effort: the link is printed as well. Other users of the machine may read it while the program starts, but only the first use counts. */
function openInBrowser(link: string): void {
  const [program, ...args] =
    process.platform === "darwin"
      ? ["open", link]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", link]
        : process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined
          ? []
          : ["xdg-open", link];
  if (program !== undefined) {
    const child = spawn(program, args, { stdio: "ignore", detached: true });
    child.once("error", () => undefined);
    child.unref();
  }
}
