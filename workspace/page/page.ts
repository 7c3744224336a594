import { createHash } from "node:crypto";
import type { Credentials } from "../auth/credentials.js";
import type { Services } from "../server/services.js";
import { type Agent, AgentsSeen } from "./agents.js";
import { type Endpoint, listEndpoints } from "./endpoints.js";
import { PageSessions } from "./session.js";
import { listThings, type Thing } from "./standIns.js";

/** Everything that the page shows at a glance. */
export interface Summary {
  host: string;
  version: string;
  /** Whom it can act for: the owner first. */
  users: readonly string[];
  /** Address of MLflow's own page, with its key. */
  mlflowUrl: string;
  agents: readonly Agent[];
  endpoints: readonly Endpoint[];
  /** What else agents may use here. */
  things: readonly Thing[];
  /** Requests that the workspace does not cover, by method and path. */
  uncovered: Record<string, number>;
  /** Sequence of the last decision about what agents may use: it grows when there is something new to ask for. */
  used: number;
}

/** What the page's routes work with. */
export class Page {
  readonly sessions: PageSessions;
  readonly #agents = new AgentsSeen();

  /** @param credentials of the workspace */
  constructor(credentials: Credentials) {
    this.sessions = new PageSessions(credentials);
  }

  /** The summary, and a mark that changes when it does. */
  async summary(services: Services): Promise<{ text: string; etag: string }> {
    const { host, version, fixtures, mlflowUrl, journal, usage } = services;
    const summary: Summary = {
      host: host(),
      version,
      users: [fixtures.user, ...fixtures.users.map(({ name }) => name)],
      mlflowUrl,
      agents: await this.#agents.list(services),
      endpoints: listEndpoints(services),
      things: listThings(fixtures),
      uncovered: Object.fromEntries(journal.unknown),
      used: usage.last,
    };
    const text = JSON.stringify(summary);
    return { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
  }
}
