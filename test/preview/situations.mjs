// Situations whose previews are recorded. Each says how program and files differ from what is deployed.

/** What is deployed before the previews are recorded. */
export const base = {
  uses: [["servingEndpoint", "databricks-claude-sonnet-4"]],
  scopes: [],
  requirements: ["mlflow==3.17.2", "openai==1.99.0"],
  config: { llm: "databricks-claude-sonnet-4", retriever: { k: 5 } },
  model: "main.agents.support",
  aliases: { champion: "latest" },
  endpointName: "support",
  environment: {
    ENABLE_MLFLOW_TRACING: "true",
    SEARCH_API_KEY: { secret: "first-secret-value" },
    CRM_TOKEN: "{{secrets/support/crm}}",
  },
};

export const files = {
  "agent.py": agent("one"),
  "tools/__init__.py": "",
  "tools/search.py": "def search(text):\n    return [text]\n",
};

export function agent(answer) {
  return `from mlflow.models import set_model
from mlflow.pyfunc import ResponsesAgent
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse


class SupportAgent(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        return ResponsesAgentResponse(output=[self.create_text_output_item(text="${answer}", id="1")])


set_model(SupportAgent())
`;
}

/** One agent, `support`, that differs from the base. */
const support = (changes) => ({ agents: { support: { ...base, ...changes } } });

const policy = (changes) => support({ agent: false, ...changes });
const broken = {
  agents: { broken: { ...base, model: "main.agents.broken", endpointName: "broken", environment: {} } },
};

/**
 * @type {Record<string, {
 *   situation?: object, files?: Record<string, string | null>, drift?: boolean, stack?: string,
 *   before?: { situation: object, files?: Record<string, string | null> },
 * }>}
 */
export const situations = {
  "first-deployment": { stack: "empty", situation: support({}) },
  "nothing-changes": {},
  "code-changed": { files: { "agent.py": agent("two") } },
  "files-added-changed-removed": {
    files: {
      "agent.py": agent("two"),
      "tools/search.py": null,
      "tools/retriever.py": "def retrieve(text):\n    return []\n",
      "tools/prompts/system.txt": "Be brief.\n",
    },
  },
  "requirements-changed": {
    situation: support({ requirements: ["mlflow==3.17.2", "openai==2.6.1", "databricks-langchain>=0.8"] }),
  },
  "configuration-changed": {
    situation: support({
      config: { llm: "databricks-meta-llama-3-3-70b-instruct", retriever: { k: 8 }, temperature: 0.1 },
    }),
  },
  "resource-gained": {
    situation: support({ uses: [...base.uses, ["vectorSearchIndex", "prod.kb.docs"]] }),
  },
  "on-behalf-of-user": {
    situation: support({
      uses: [...base.uses, ["genieSpace", "01ef0f2a", { onBehalfOfUser: true }]],
      scopes: ["dashboards.genie"],
    }),
  },
  "everything-lost": { situation: support({ uses: [] }) },
  "unknown-scope": { situation: support({ scopes: ["dashbords.genie"] }) },
  "missing-scope": {
    situation: support({ uses: [...base.uses, ["genieSpace", "01ef0f2a", { onBehalfOfUser: true }]] }),
  },
  "secret-rotated": {
    situation: support({ environment: { ...base.environment, SEARCH_API_KEY: { secret: "second-secret-value" } } }),
  },
  "secret-added-and-removed": {
    situation: support({
      environment: {
        ENABLE_MLFLOW_TRACING: "true",
        CRM_TOKEN: base.environment.CRM_TOKEN,
        SLACK_TOKEN: { secret: "xyz" },
      },
    }),
  },
  "secret-becomes-plain": {
    situation: support({ environment: { ...base.environment, SEARCH_API_KEY: "first-secret-value" } }),
  },
  "credential-in-plain-text": {
    situation: support({
      environment: { ...base.environment, OPENAI_API_KEY: "not-so-secret-any-more", REGION: "eu" },
      config: { ...base.config, database: { url: "postgres://agent:hunter2@db.example.com/support" } },
    }),
  },
  "tracing-switched-off": {
    situation: support({ environment: { ...base.environment, ENABLE_MLFLOW_TRACING: "false" } }),
  },
  "compute-and-tags": {
    situation: support({
      endpoint: { scaleToZero: true, workloadSize: "Medium", tags: { team: "support", cost: "4711" } },
    }),
  },
  "alias-added": { situation: support({ aliases: { champion: "latest", stable: "1" } }) },
  canary: { situation: support({ canary: 90, config: { ...base.config, llm: "databricks-gpt-oss-120b" } }) },
  "model-renamed": { situation: support({ model: "main.agents.helpdesk" }) },
  "endpoint-renamed": { situation: support({ endpointName: "helpdesk" }) },
  "endpoint-removed": { situation: support({ endpoint: false }) },
  "agent-removed": { situation: { agents: {} } },
  "second-agent": {
    situation: {
      agents: {
        support: base,
        billing: {
          ...base,
          model: "main.agents.billing",
          endpointName: "billing",
          uses: [["vectorSearchIndex", "prod.billing.invoices"]],
        },
      },
    },
  },
  "policy-only": { stack: "policies", situation: policy({ uses: [["servingEndpoint", "databricks-gte-large-en"]] }) },
  "bad-arguments": {
    situation: support({
      model: "agents.support",
      environment: { ...base.environment, "api-key": "x" },
      agent: { code: "agnt.py", codePath: ["tools"] },
    }),
  },
  "broken-python": { files: { "agent.py": `${agent("one")}\nset_model(SupportAgent(\n` } },
  "no-set-model": { files: { "agent.py": agent("one").replace("set_model(SupportAgent())", "") } },
  // The one of the picture in the README: several things at once, as a real pull request has them.
  "a-pull-request": {
    situation: support({
      uses: [...base.uses, ["vectorSearchIndex", "prod.kb.docs"], ["genieSpace", "01ef0f2a", { onBehalfOfUser: true }]],
      scopes: ["dashboards.genie"],
      requirements: ["mlflow==3.17.2", "openai==2.6.1"],
      config: { llm: "databricks-claude-sonnet-4", retriever: { k: 8 } },
      environment: { ...base.environment, SEARCH_API_KEY: { secret: "second-secret-value" } },
    }),
    files: { "agent.py": agent("two"), "tools/retriever.py": "def retrieve(text):\n    return []\n" },
  },
  "program-throws": { situation: { throws: "The configuration key support:llm is missing.", agents: {} } },
  "hostile-names": {
    situation: support({
      config: {
        ...base.config,
        "<img src=x onerror=alert(1)>": "@everyone",
        "a|b": "`rm -rf`",
        "[x](http://evil.example)": "\n# Title\n",
      },
      endpoint: { tags: { "</details>": "<!-- -->", "#1": "GH-1 fixes #2" } },
    }),
    files: {
      "tools/@octocat.py": "x = 1\n",
      "tools/`whoami`.py": "x = 1\n",
      "tools/#1.py": "x = 1\n",
      "tools/__init____bold__.py": "x = 1\n",
    },
  },
  "hostile-files-refused": {
    files: {
      "tools/a|b|c.py": "x = 1\n",
      "tools/<script>alert(1)<!--.py": "x = 1\n",
      "tools/**bold**.py": "x = 1\n",
    },
  },
  "bad-environment": { situation: support({ environment: { ...base.environment, "api-key": "x" } }) },
  "protection-removed": {
    stack: "protected",
    before: { situation: policy({ protect: true }) },
    situation: policy({ protect: false, uses: [...base.uses, ["servingEndpoint", "databricks-gte-large-en"]] }),
  },
  "failed-deployment": {
    stack: "broken",
    before: { situation: broken, files: { "agent.py": `raise RuntimeError("no connection")\n${agent("one")}` } },
    situation: broken,
    files: { "agent.py": `raise RuntimeError("no connection")\n${agent("one")}` },
  },
  "failed-deployment-corrected": { stack: "broken", situation: broken },
  drift: { drift: true },
};
