import { describe, expect, it } from "vitest";
import { one, world } from "../../../test/serving/support/endpoint.js";
import { unknownValue } from "../../lifecycle/unknown.js";

/** What `check` makes of arguments: the inputs, what is wrong, and what it warns of. */
async function checked(args: Record<string, unknown>, made = world()) {
  const { inputs, failures } = await made.engine.check(args);
  return { inputs, failures, warnings: made.engine.log.map((line) => line.replace(/^warning: /, "")) };
}

const agentVariables = {
  ENABLE_MLFLOW_TRACING: "true",
  ENABLE_LANGCHAIN_STREAMING: "true",
  RETURN_REQUEST_ID_IN_RESPONSE: "true",
};
const table = { catalog: "main", schema: "agents", prefix: "support" };

describe('preset: "agent"', () => {
  it("sets what Databricks' deploy client sets, each visible in the preview", async () => {
    const { inputs, warnings } = await checked({ model: one, preset: "agent" });
    expect(inputs).toMatchObject({ environment: agentVariables, aiGateway: { inferenceTable: table } });
    expect(warnings).toEqual([]);
  });

  it("gives way to what the program says itself", async () => {
    const environment = { ENABLE_LANGCHAIN_STREAMING: "false", MINE: "x" };
    const aiGateway = { inferenceTable: { catalog: "ops", schema: "logs" } };
    const { inputs } = await checked({ model: one, preset: "agent", environment, aiGateway });
    expect(inputs.environment).toEqual({ ...agentVariables, ...environment });
    expect(inputs.aiGateway).toEqual({ inferenceTable: { catalog: "ops", schema: "logs", prefix: "support" } });
  });

  it("leaves the table to later where the model is not known, and keeps the one it has", async () => {
    expect((await checked({ model: unknownValue, preset: "agent" })).inputs).toMatchObject({
      aiGateway: unknownValue,
      environment: agentVariables,
    });
    const made = world();
    await made.up({ model: one, preset: "agent" });
    expect(await made.engine.preview({ model: unknownValue, preset: "agent" })).toMatchObject({ changed: ["model"] });
  });

  it("keeps variables that are not known yet, one or all", async () => {
    const some = await checked({ model: one, preset: "agent", environment: { LATER: unknownValue } });
    expect(some.inputs.environment).toEqual({ ...agentVariables, LATER: unknownValue });
    const all = await checked({ model: one, preset: "agent", environment: unknownValue });
    expect(all.inputs.environment).toBe(unknownValue);
  });
});

describe("tracing", () => {
  it("sets its variables together", async () => {
    const { inputs, warnings } = await checked({ model: one, tracing: { experiment: "12", sampling: 0.1 } });
    expect(inputs.environment).toEqual({
      ENABLE_MLFLOW_TRACING: "true",
      MLFLOW_EXPERIMENT_ID: "12",
      MLFLOW_TRACE_SAMPLING_RATIO: "0.1",
    });
    expect(warnings).toEqual([]);
  });

  it("knows the experiment when it is there", async () => {
    const { inputs, failures } = await checked({ model: one, tracing: { experiment: unknownValue } });
    expect(failures).toEqual([]);
    expect(inputs.environment).toMatchObject({ MLFLOW_EXPERIMENT_ID: unknownValue });
  });

  it("says where the traces are", async () => {
    const made = world();
    await made.up({ model: one, tracing: { experiment: "12", inferenceTable: true } });
    expect(made.engine.state?.outputs).toMatchObject({
      inferenceTable: "main.agents.support_payload",
      tracesTo: ["experiment 12", "table main.agents.support_payload"],
    });
  });

  it.each(["support", "12a", "/", "/Shared/"])(
    "into %j, which is neither an id nor a path, is explained",
    async (experiment) => {
      const { failures } = await checked({ model: one, tracing: { experiment } });
      expect(failures).toEqual([expect.stringMatching(/^tracing\.experiment: an experiment is named by its id/)]);
    },
  );

  describe("into an experiment that is named by its path", () => {
    const path = "/Shared/support";
    const args = { model: one, tracing: { experiment: path } };
    const known = (id = "12") => {
      const made = world();
      made.workspace.tracking.experiments.set(path, id);
      return made;
    };

    it("goes into the experiment that has it, which a preview shows", async () => {
      const made = known();
      const { inputs, failures, warnings } = await checked(args, made);
      expect(failures).toEqual([]);
      expect(warnings).toEqual([]);
      expect(inputs).toMatchObject({ environment: { MLFLOW_EXPERIMENT_ID: "12" }, tracing: { experiment: path } });
      await made.up(args);
      expect(made.engine.state?.outputs.tracesTo).toEqual(["experiment 12"]);
      await made.settled(args);
      // The same path, made anew.
      made.workspace.tracking.experiments.set(path, "13");
      expect((await made.engine.preview(args)).changed).toEqual(["environment"]);
    });

    it("that nobody has yet is not known in a preview, which says so, and the update takes the one that is made", async () => {
      const made = world();
      const { inputs, failures } = await made.engine.check(args, true);
      expect(failures).toEqual([]);
      expect(inputs).toMatchObject({
        environment: { MLFLOW_EXPERIMENT_ID: unknownValue },
        tracing: { experiment: path },
      });
      expect(made.engine.log).toEqual([
        'warning: tracing.experiment: there is no experiment "/Shared/support" in the workspace. If this program makes it, ' +
          "all is well; else the update stops before the endpoint is touched.",
      ]);
      // Another resource of the program.
      made.workspace.tracking.experiments.set(path, "12");
      expect((await made.up(args)).message).toBe("");
      expect(made.engine.state?.outputs.tracesTo).toEqual(["experiment 12"]);
      await made.settled(args);
    });

    it("that nobody has, or that is deleted, is an error with the way out", async () => {
      expect((await checked(args)).failures).toEqual([
        expect.stringMatching(
          /^tracing\.experiment: there is no experiment "\/Shared\/support" in the workspace\. Where a LoggedAgent of this program makes it, give the LoggedAgent/,
        ),
      ]);
      const made = known();
      const answer = made.workspace.answer.bind(made.workspace);
      made.workspace.answer = (method, at, ...rest) => {
        const said = answer(method, at, ...rest);
        if (at.endsWith("get-by-name")) Object.assign(Object(said.body).experiment, { lifecycle_stage: "deleted" });
        return said;
      };
      expect((await checked(args, made)).failures).toEqual([
        expect.stringMatching(/"\/Shared\/support" is deleted\. Where a/),
      ]);
    });

    it("is the one of the run before where the workspace does not answer, and an error where there was none", async () => {
      const made = known();
      await made.up(args);
      made.workspace.answer = () => ({ status: 503, body: { message: "busy" } });
      expect(await made.engine.preview(args)).toMatchObject({ operation: "same" });
      const fresh = world();
      fresh.workspace.answer = () => ({ status: 503, body: { message: "busy" } });
      expect((await checked(args, fresh)).failures).toEqual([
        expect.stringMatching(/could not be looked up: .*busy.* Its id needs no looking up\.$/),
      ]);
    });
  });

  it.each([
    ["asked for without a destination", { tracing: {} }, /^tracing is on, and the traces go nowhere/],
    ["turned on by hand", { environment: { ENABLE_MLFLOW_TRACING: "TRUE" } }, /^tracing is on, and the traces go/],
    [
      "turned off against itself",
      { tracing: { experiment: "1" }, environment: { ENABLE_MLFLOW_TRACING: "false" } },
      /turns off what `tracing` asks for/,
    ],
    [
      "sent elsewhere against itself",
      { tracing: { experiment: "1" }, environment: { MLFLOW_EXPERIMENT_ID: "2" } },
      /names another experiment than `tracing`/,
    ],
  ])("is warned about when it is %s", async (_what, args, warning) => {
    expect((await checked({ model: one, ...args })).warnings).toEqual([expect.stringMatching(warning)]);
  });

  it.each([
    [{ tracing: { inferenceTable: true } }],
    [{ tracing: { experiment: "1" } }],
    [{ environment: { ENABLE_MLFLOW_TRACING: "true", MLFLOW_EXPERIMENT_ID: unknownValue } }],
    [{ environment: unknownValue }],
    [{ environment: { ENABLE_MLFLOW_TRACING: "false" } }],
    [{}],
  ])("is not warned about with %j", async (args) => {
    expect((await checked({ model: one, ...args })).warnings).toEqual([]);
  });
});

describe("the AI gateway of an agent", () => {
  it("has inference tables only, and more is a warning", async () => {
    const aiGateway = { inferenceTable: table, usageTracking: true, rateLimits: [{ calls: 1 }] };
    const { warnings } = await checked({ model: one, preset: "agent", aiGateway });
    expect(warnings).toEqual([expect.stringMatching(/will refuse `usageTracking`, `rateLimits`/)]);
    expect((await checked({ model: one, aiGateway })).warnings).toEqual([]);
  });

  it("whose table moves is told in the preview, with the two calls that it takes", async () => {
    const made = world();
    await made.up({ model: one, aiGateway: { inferenceTable: table } });
    const moved = { model: one, aiGateway: { inferenceTable: { ...table, schema: "new" } } };
    const { warnings } = await checked(moved, made);
    expect(warnings).toEqual([
      expect.stringMatching(/moves from main\.agents\.support_payload to main\.new\.support_payload, by two calls/),
    ]);
  });
});

describe("a reference to a secret", () => {
  const made = () => {
    const there = world();
    there.workspace.directory.scopes.set("support", ["crm", "tickets"]);
    there.workspace.directory.forbidden.add("closed");
    return there;
  };
  const failuresOf = async (value: unknown) => {
    const there = made();
    const { failures } = await there.engine.check({ model: one, environment: { TOKEN: value } }, true);
    expect(there.engine.log).toEqual([]);
    return failures;
  };

  it.each(["{{secrets/support/crm}}", "{{secrets/closed/any}}", "plain", "{{ jinja }}", "secrets/support/crm"])(
    "is fine: %s",
    async (value) => expect(await failuresOf(value)).toEqual([]),
  );

  it.each([
    ["{{secrets/support/crmm}}", 'the scope "support" holds no secret "crmm". Did you mean "crm"?'],
    ["{{secrets/other/crm}}", 'there is no secret scope "other" in the workspace.'],
  ])(
    "to what the same program may make is told in a preview, and an error before the endpoint is made: %s",
    async (value, what) => {
      const there = made();
      const args = { model: one, environment: { TOKEN: value } };
      expect(await there.engine.preview(args)).toMatchObject({ operation: "create" });
      expect(there.engine.log).toEqual([
        `warning: environment.TOKEN: ${what} If this program makes it, all is well; else the update stops before the endpoint ` +
          "is touched.",
      ]);
      const { operation, message, calls } = await there.up(args);
      expect([operation, calls, there.engine.state]).toEqual(["failed", [], undefined]);
      expect(message).toContain(
        `environment.TOKEN: ${what} Nothing of the endpoint was made or changed. Make it first.`,
      );
      // What the program makes before it.
      there.workspace.directory.scopes.set("support", ["crm", "crmm"]).set("other", ["crm"]);
      expect(await there.up(args)).toMatchObject({ operation: "create", message: "" });
    },
  );

  it("that is gone is told by an update that changes nothing, and stops one that changes something", async () => {
    const there = made();
    const args = { model: one, environment: { A: "{{secrets/support/crm}}", B: "{{secrets/support/tickets}}" } };
    await there.up(args);
    there.workspace.directory.scopes.set("support", []);
    expect((await there.up(args)).operation).toBe("same");
    expect(there.engine.log.join()).toMatch(/environment\.A: the scope "support" holds no.*environment\.B: the scope/);
    const { message, calls } = await there.up({ ...args, tags: { a: "b" } });
    expect(message).toMatch(/^environment\.A: the scope "support" holds no secret "crm"\. environment\.B: the scope/);
    expect(calls).toEqual([]);
    expect((await there.up({ model: one, tags: { a: "b" } })).message).toBe("");
  });

  it.each([
    ["{{ secrets/support/crm }}", /^environment\.TOKEN: it looks like a reference to a secret, and would be taken for/],
    ["{{secrets/support/crm}} ", /would be taken for plain text/],
    ["Bearer {{secrets/support/crm}}", /would be taken for plain text/],
    ["{secrets/support/crm}", /would be taken for plain text/],
    ["{{secrets/support}}", /would be taken for plain text/],
    ["{{secret/support/crm}}", /would be taken for plain text/],
  ])("is a fault: %s", async (value, message) => {
    expect(await failuresOf(value)).toEqual([expect.stringMatching(message)]);
  });

  it("of a workspace that does not answer says nothing", async () => {
    const there = made();
    there.workspace.answer = () => ({ status: 503, body: {} });
    expect((await checked({ model: one, environment: { A: "{{secrets/x/y}}" } }, there)).failures).toEqual([]);
  });

  it("is looked up with one call per scope", async () => {
    const there = made();
    await there.engine.check(
      { model: one, environment: { A: "{{secrets/support/crm}}", B: "{{secrets/support/tickets}}" } },
      true,
    );
    // The second call looks whether the endpoint's name is free.
    expect(there.workspace.calls).toEqual([
      "GET /api/2.0/secrets/list",
      expect.stringMatching(/^GET \/api\/2\.0\/serving-endpoints\//),
    ]);
  });
});

describe("what excludes each other is told at once", () => {
  const external = { provider: "openai", name: "gpt", task: "llm/v1/chat" };

  it.each([
    [
      { model: one, workloadSize: "Small", minProvisionedConcurrency: 4, provisionedModelUnits: 1 },
      [/^workloadSize: `minProvisionedConcurrency` and `provisionedModelUnits` say how large it is in another way/],
    ],
    [
      { model: one, minProvisionedConcurrency: 8, maxProvisionedConcurrency: 4 },
      [/^minProvisionedConcurrency: 8 is more/],
    ],
    [{ model: one, maxProvisionedConcurrency: 6 }, [/^maxProvisionedConcurrency: concurrency is given in steps of 4/]],
    [{ model: one, burstScaling: true }, [/^burstScaling: bursts go beyond a provisioned throughput/]],
    [
      { servedEntities: [{ model: one, externalModel: external }, {}] },
      [
        /^servedEntities\[0\]: give either `model` or `externalModel`/,
        /^servedEntities\[1\]: it needs a `model`, or an/,
      ],
    ],
    [
      { name: "x", servedEntities: [{ externalModel: external, workloadSize: "Small", environment: {} }] },
      [/^servedEntities\[0\]\.workloadSize: an external model runs elsewhere/, /^servedEntities\[0\]\.environment: /],
    ],
    [{ servedEntities: [{ model: one }, { model: one }] }, [/^servedEntities: two of them are named "main-agents/]],
    [
      {
        name: "x",
        servedEntities: [{ externalModel: { ...external, config: { openaiApikey: "s", openaiApiKeyPlaintext: "t" } } }],
      },
      [
        /^servedEntities\[0\]\.externalModel\.config\.openaiApiKeyPlaintext: give `openaiApiKey` a Pulumi secret/,
        /^servedEntities\[0\]\.externalModel\.config\.openaiApikey: openai has no such entry\. Did you mean `openaiApiKey`/,
      ],
    ],
  ])("%j", async (args, messages) => {
    const { failures } = await checked(args);
    expect(failures).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  it("another way to say the size takes the place of the default", async () => {
    const { inputs } = await checked({ model: one, maxProvisionedConcurrency: 8 });
    expect(inputs).not.toHaveProperty("workloadSize");
  });
});

describe("outputs", () => {
  it("hold the scopes that were granted", async () => {
    const made = world();
    made.workspace.serving.scopes = ["sql", "dashboards.genie"];
    await made.up({ model: one });
    expect(made.engine.state?.outputs.grantedScopes).toEqual(["dashboards.genie", "sql"]);
  });

  it("hold the address of the review app, registered once per version", async () => {
    const made = world();
    const posts = (calls: string[]) => calls.filter((call) => call.endsWith("/agents/deployments")).length;
    expect(posts((await made.up({ model: one, reviewApp: true })).calls)).toBe(1);
    expect(made.engine.state?.outputs.reviewAppUrl).toBe("https://fake.example.com/review/main-agents-support_1");
    await made.settled({ model: one, reviewApp: true });
    expect(posts((await made.up({ model: one, reviewApp: true, tags: { a: "b" } })).calls)).toBe(0);
    expect(made.engine.state?.outputs.reviewAppUrl).toMatch(/_1$/);
    const next = { model: "models:/main.agents.support/2", reviewApp: true };
    expect(posts((await made.up(next)).calls)).toBe(1);
    expect(made.engine.state?.outputs.reviewAppUrl).toMatch(/_2$/);
  });

  it("and a workspace without review apps is a warning", async () => {
    const made = world();
    const answer = made.workspace.answer.bind(made.workspace);
    made.workspace.answer = (method, path, ...rest) =>
      path.endsWith("/deployments") ? { status: 404, body: { message: "No API" } } : answer(method, path, ...rest);
    expect((await made.up({ model: one, reviewApp: true })).message).toBe("");
    expect(made.engine.log).toEqual([expect.stringMatching(/^warning: reviewApp: the endpoint serves/)]);
  });
});

describe("names that are told by their capitals", () => {
  it("are reported with their spelling, and new ones are taken as they are", async () => {
    const wrong = await checked({ model: one, workloadSize: "small", workloadType: "gpu-small" });
    expect(wrong.failures).toEqual([
      'workloadSize: it is spelled "Small" (given: "small").',
      'workloadType: it is spelled "GPU_SMALL" (given: "gpu-small").',
    ]);
    const servedEntities = [{ model: one, workloadSize: "MEDIUM" }];
    expect((await checked({ servedEntities })).failures).toEqual([
      'servedEntities[0].workloadSize: it is spelled "Medium" (given: "MEDIUM").',
    ]);
    expect((await checked({ model: one, workloadSize: "Huge", workloadType: "GPU_NEXT" })).failures).toEqual([]);
  });
});

describe("usagePolicy", () => {
  it("is budgetPolicy under its newer name", async () => {
    const { inputs, failures } = await checked({ model: one, usagePolicy: "p1" });
    expect([inputs.budgetPolicy, failures]).toEqual(["p1", []]);
    const both = await checked({ model: one, usagePolicy: "p1", budgetPolicy: "p2" });
    expect(both.failures).toEqual([expect.stringMatching(/^usagePolicy: it is the newer name/)]);
  });

  it("changes nothing where it takes the place of the older name", async () => {
    const made = world();
    await made.up({ model: one, budgetPolicy: "p1" });
    expect((await made.engine.preview({ model: one, usagePolicy: "p1" })).operation).toBe("same");
  });
});

it.each([
  [{ environment: { MLFLOW_ALLOW_MODEL_CODE_EXECUTION: "False" } }, true],
  [{ environment: { MLFLOW_ALLOW_MODEL_CODE_EXECUTION: "0" } }, true],
  [{ environment: { MLFLOW_ALLOW_MODEL_CODE_EXECUTION: "true" } }, false],
  [{ environment: {} }, false],
])("an endpoint that refuses to load code is warned of: %j", async (args, warned) => {
  const { warnings } = await checked({ model: one, ...args });
  expect(warnings.some((text) => /MLFLOW_ALLOW_MODEL_CODE_EXECUTION is off/.test(text))).toBe(warned);
});

describe("telemetry that Databricks would drop without a word", () => {
  const externalModel = { provider: "openai", name: "gpt", task: "llm/v1/chat" };
  const tables = { logs: "main.a.logs" };

  it.each([
    ["that names no place", { model: one, telemetry: { features: ["LOGS"] } }, /needs `tables`, or the `profileId`/],
    [
      "of external models only",
      { servedEntities: [{ externalModel }], telemetry: { tables } },
      /external models only has none/,
    ],
  ])("is refused: %s", async (_what, args, message) => {
    expect((await checked(args)).failures).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    [
      "of a model and an external one",
      [
        { name: "a", model: one },
        { name: "b", externalModel },
      ],
    ],
    ["of an entity that is not known yet", [{ name: "a", externalModel }, unknownValue]],
  ])("is none: %s", async (_what, servedEntities) => {
    const traffic = [
      { servedEntity: "a", percentage: 50 },
      { servedEntity: "b", percentage: 50 },
    ];
    expect((await checked({ servedEntities, traffic, telemetry: { tables } })).failures).toEqual([]);
  });

  it("its table of requests has the name that Databricks gives it", async () => {
    const inferenceTable = { name: "main.a.mine" };
    const { warnings } = await checked({ model: one, telemetry: { tables, inferenceTable } });
    expect(warnings).toEqual([expect.stringMatching(/"main\.a\.logs_payload", whatever is given/)]);
    const fitting = { tables, inferenceTable: { name: "main.a.logs_payload" } };
    expect((await checked({ model: one, telemetry: fitting })).warnings).toEqual([]);
  });
});
