// The rooms of DESIGN.md as rules: who may import whom. `npm run check` fails where one is broken.
//
// A rule about a room names what its files may import ("allowed" below) and forbids the rest of the repository and every
// package that is not listed. Tests (x.test.ts) may import anything, but nothing may import a test.

const test = "\\.test\\.ts$";

/** Forbids a room everything of the repository and every npm package but what is listed. Node's own modules are free. */
function room(name, comment, from, { files = [], packages = [], exceptTypes = [] }) {
  const npm = packages.map((one) => `^node_modules/${one}/`);
  return [
    {
      name,
      comment,
      severity: "error",
      from: { path: from, pathNot: test },
      to: { pathNot: [...files, ...npm, ...exceptTypes], dependencyTypesNot: ["core"] },
    },
    ...exceptTypes.map((path) => ({
      name: `${name}-types`,
      comment: `${comment} By type only.`,
      severity: "error",
      from: { path: from, pathNot: test },
      to: { path, dependencyTypesNot: ["type-only"] },
    })),
  ];
}

module.exports = {
  forbidden: [
    ...room("sdk", "sdk/ is what a stack program imports: it knows provider/ by type only.", "^sdk/", {
      files: ["^sdk/"],
      exceptTypes: ["^provider/"],
      packages: ["@pulumi/pulumi"],
    }),
    ...room(
      "registry",
      "provider/index.ts is the registry: everything in provider/, nothing else.",
      "^provider/index\\.ts$",
      {
        files: ["^provider/"],
      },
    ),
    ...room("resource", "A resource is built from its own folder and what resources share.", "^provider/resources/", {
      files: [
        "^provider/resources/",
        "^provider/(lifecycle|http|wait|agentCode|modelPackage|modelRegistry|checks|policy|uses|artifacts|validation)/",
        "^provider/(errors|resource)\\.ts$",
      ],
      packages: ["zod"],
    }),
    {
      name: "resource-alone",
      comment:
        "A resource never imports another resource: what two of them share belongs into a room beside resources/.",
      severity: "error",
      from: { path: "^provider/resources/([^/]+)/", pathNot: test },
      to: { path: "^provider/resources/", pathNot: "^provider/resources/$1/" },
    },
    ...room("lifecycle", "provider/lifecycle/ knows no Databricks and no resource.", "^provider/lifecycle/", {
      files: ["^provider/lifecycle/", "^provider/errors\\.ts$"],
      exceptTypes: ["^provider/resource\\.ts$"],
      packages: ["zod"],
    }),
    ...room("http", "provider/http/ knows no resource.", "^provider/http/", {
      files: ["^provider/http/", "^provider/errors\\.ts$", "^provider/wait/"],
      packages: ["zod", "undici"],
    }),
    ...room("wait", "provider/wait/ knows clocks and cancellation only.", "^provider/wait/", {
      files: ["^provider/wait/", "^provider/errors\\.ts$"],
    }),
    ...room(
      "python",
      "provider/python/ is the one reading of Python: it knows neither MLflow nor Databricks.",
      "^provider/python/",
      {
        files: ["^provider/python/", "^provider/errors\\.ts$"],
        packages: ["@lezer/[^/]+"],
      },
    ),
    ...room(
      "agent-code",
      "provider/agentCode/ says what of MLflow is in an agent's files: no network, no resource, no judgement.",
      "^provider/agentCode/",
      {
        files: ["^provider/(agentCode|python)/", "^provider/errors\\.ts$"],
      },
    ),
    ...room(
      "model-package",
      "provider/modelPackage/ writes folders: it knows no resource and no network.",
      "^provider/modelPackage/",
      {
        files: ["^provider/(modelPackage|agentCode|python)/", "^provider/errors\\.ts$"],
        packages: ["zod", "yaml"],
      },
    ),
    ...room(
      "checks",
      "provider/checks/ judges what was read of an agent: no network, no resource.",
      "^provider/checks/",
      {
        files: [
          "^provider/(checks|modelPackage|agentCode|python|policy|uses)/",
          "^provider/lifecycle/nearest\\.ts$",
          "^provider/errors\\.ts$",
        ],
      },
    ),
    ...room(
      "uses",
      "provider/uses/ reads what an agent's code uses: no network, no resource, no judgement.",
      "^provider/uses/",
      {
        files: ["^provider/(uses|agentCode|python|policy)/", "^provider/errors\\.ts$"],
      },
    ),
    ...room("policy", "provider/policy/ is data and rules: no network, no resource.", "^provider/policy/", {
      files: ["^provider/(policy|lifecycle|modelPackage)/", "^provider/errors\\.ts$"],
      packages: ["zod"],
    }),
    ...room(
      "validation",
      "provider/validation/ runs an agent's package before it is logged: it knows no resource and calls no workspace.",
      "^provider/validation/",
      {
        files: ["^provider/(validation|modelPackage)/", "^provider/http/redact\\.ts$", "^provider/errors\\.ts$"],
        packages: ["zod"],
      },
    ),
    ...room(
      "model-registry",
      "provider/modelRegistry/ speaks to registries of models: it knows no resource.",
      "^provider/modelRegistry/",
      {
        files: ["^provider/(modelRegistry|http|lifecycle|wait)/", "^provider/errors\\.ts$"],
        packages: ["zod"],
      },
    ),
    ...room("artifacts", "provider/artifacts/ moves files over http: it knows no resource.", "^provider/artifacts/", {
      files: ["^provider/(artifacts|http|wait|modelPackage|lifecycle)/", "^provider/errors\\.ts$"],
      exceptTypes: ["^provider/resource\\.ts$"],
      packages: ["zod"],
    }),
    ...room("transport", "provider/transport/ serves any resource: it knows none of them.", "^provider/transport/", {
      files: ["^provider/(transport|lifecycle|http|wait)/", "^provider/(errors|resource)\\.ts$"],
      packages: ["@pulumi/pulumi", "zod"],
    }),
    ...room("resource-type", "provider/resource.ts is the shape of a handler.", "^provider/resource\\.ts$", {
      files: ["^provider/errors\\.ts$", "^provider/(lifecycle|http)/"],
      packages: ["zod"],
    }),
    ...room("errors", "provider/errors.ts is imported by all rooms and imports none.", "^provider/errors\\.ts$", {}),
    ...room(
      "workspace",
      "workspace/ shares nothing with provider/: shared code would hide shared mistakes.",
      "^workspace/",
      {
        files: ["^workspace/"],
        packages: ["zod", "undici", "yaml"],
      },
    ),
    ...room("cli", "cli/ is the mlflow-agents command.", "^cli/", {
      files: ["^cli/", "^workspace/", "^provider/"],
      packages: ["zod", "undici"],
    }),
    {
      name: "examples",
      comment: "An example imports the package by its name, as a user does.",
      severity: "error",
      from: { path: "^examples/", pathNot: test },
      to: { path: "^(provider|sdk|cli|workspace|test|scripts)/" },
    },
    {
      name: "yaml-in-one-room",
      comment: "YAML is read and written in one place of the provider.",
      severity: "error",
      from: { path: "^(provider|sdk|cli)/", pathNot: ["^provider/modelPackage/", test] },
      to: { path: "^node_modules/yaml/" },
    },
    {
      name: "no-test-in-program",
      comment: "Nothing that is shipped imports a test or its helpers.",
      severity: "error",
      from: { path: "^(provider|sdk|cli|workspace|examples|scripts)/", pathNot: test },
      to: { path: ["^test/", test] },
    },
    {
      name: "no-cycle",
      comment: "Two files that import each other cannot be understood one at a time.",
      severity: "error",
      from: { path: "^(provider|sdk|cli|workspace|scripts|test)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      // A test may write its data before it loads it.
      to: { couldNotResolve: true, pathNot: "\\.json$" },
    },
    {
      name: "declared",
      comment: "A package that package.json does not name.",
      severity: "error",
      from: { path: "^(provider|sdk|cli|workspace|test)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "not-a-dev-package",
      comment: "What is shipped runs without the development tools.",
      severity: "error",
      // @pulumi/pulumi is both: a peer of the published package, and installed here for the tests.
      from: { path: "^(provider|sdk|cli|workspace)/", pathNot: test },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["npm-peer", "type-only"],
        pathNot: "^node_modules/@pulumi/pulumi/",
      },
    },
    {
      name: "scripts-before-npm-ci",
      comment:
        "scripts/ runs before `npm ci`: Node's own modules only. scripts/build/ bundles packages: the build loads it once they are there.",
      severity: "error",
      from: { path: "^scripts/", pathNot: ["\\.test\\.mjs$", "^scripts/(docs|build)/"] },
      to: { pathNot: "^scripts/", dependencyTypesNot: ["core"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "require", "node", "default"],
    },
  },
};
