import { defineConfig } from "vitest/config";

// Six projects, by what they cost. `unit` needs nothing but Node. `workspace` starts real MLflow processes. `engine` runs
// the real Pulumi CLI against a real local workspace, on two releases of Node and Pulumi; `examples` does so once, for the
// examples, the documentation, the template and the policy pack. `packaging` packs and installs the package and runs
// `npm start` in a copy of the checkout. `npm run check` runs the first, `npm test` all but `conformance`, which
// `npm run conformance` runs: the same agents as two releases of real MLflow, and ten thousand hostile inputs.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Some drive other processes; on a busy machine those start slowly.
          testTimeout: 30_000,
          include: [
            "provider/**/*.test.ts",
            "sdk/**/*.test.ts",
            "cli/**/*.test.ts",
            "test/unit/**/*.test.{ts,mjs}",
            "test/docs/**/*.test.ts",
            "test/faults/**/*.test.ts",
            "test/fuzz/**/*.test.ts",
            "scripts/**/*.test.mjs",
          ],
        },
      },
      {
        test: {
          name: "workspace",
          include: [
            "test/workspace/**/*.test.ts",
            "test/page/**/*.test.ts",
            "test/conformance/**/*.test.ts",
            "test/validation/**/*.test.ts",
          ],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "conformance",
          include: ["test/conformance/full/**/*.conformance.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/support/globalWorkspace.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "examples",
          include: ["test/examples/**/*.test.ts"],
          globalSetup: ["test/support/globalWorkspace.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "packaging",
          include: ["test/packaging/**/*.test.ts"],
          globalSetup: ["test/packaging/installed.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
