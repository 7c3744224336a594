import type { ModelVersion, RegisteredModel } from "../registry/entities.js";
import type { Services } from "../server/services.js";

/** Milliseconds after which the registry is asked again although nobody changed it through the workspace. */
const staleAfter = 20_000;
/** Tag in which this package notes the digest of an agent's content. */
const digestTag = "mlflow_agents_digest";

/** A version of an agent, as the page shows it. */
export interface AgentVersion {
  version: string;
  status: string;
  description: string;
  /** Milliseconds since the epoch. */
  created: number;
  createdBy: string;
  /** Digest of its content; empty where it was registered by something else. */
  digest: string;
  modelId: string;
  tags: Record<string, string>;
}

/** A registered model, as the page shows it. */
export interface Agent {
  name: string;
  description: string;
  owner: string;
  tags: Record<string, string>;
  /** Version by alias. */
  aliases: Record<string, string>;
  /** Newest first. */
  versions: AgentVersion[];
}

/**
 * What the registry holds. It is asked again when something was written through the workspace, else every 20 seconds, so
 * that a page that is open costs the MLflow server next to nothing.
 */
export class AgentsSeen {
  #found: Promise<Agent[]> = Promise.resolve([]);
  #asked = Number.NEGATIVE_INFINITY;
  #sequence = 0;

  /** @param services of the workspace */
  list(services: Services): Promise<Agent[]> {
    const { journal, models } = services;
    const written = journal.since(this.#sequence).some(({ method }) => method !== "GET" && method !== "HEAD");
    this.#sequence = journal.last;
    if (written || Date.now() - this.#asked > staleAfter) {
      this.#asked = Date.now();
      this.#found = this.#ask(models).catch((error: unknown) => {
        // The next look asks again.
        this.#asked = Number.NEGATIVE_INFINITY;
        throw error;
      });
    }
    return this.#found;
  }

  async #ask(models: Services["models"]): Promise<Agent[]> {
    const found: RegisteredModel[] = [];
    const versions = new Map<string, AgentVersion[]>();
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const page = await models.listModels({ limit: 200, token });
      found.push(...page.models);
      token = page.next;
    }
    for (let token: string | undefined, more = found.length > 0; more; more = token !== undefined) {
      const page = await models.searchVersions("", { limit: 1000, token });
      for (const version of page.versions) {
        versions.set(version.name, [...(versions.get(version.name) ?? []), shown(version)]);
      }
      token = page.next;
    }
    return found
      .map((model) => ({
        name: model.name,
        description: model.description,
        owner: model.owner,
        tags: byKey(model.tags),
        aliases: Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version])),
        versions: (versions.get(model.name) ?? []).sort((left, right) => Number(right.version) - Number(left.version)),
      }))
      .sort((left, right) => left.name.localeCompare(right.name));
  }
}

function shown(version: ModelVersion): AgentVersion {
  const { [digestTag]: digest = "", ...tags } = byKey(version.tags);
  return {
    version: version.version,
    status: version.status,
    description: version.description,
    created: version.createdAt,
    createdBy: version.createdBy,
    digest,
    modelId: version.modelId,
    tags,
  };
}

function byKey(tags: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
