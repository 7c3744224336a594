import { defineConfig } from "vitest/config";

// What of the serving tests is too long for `npm test`: goldens of every argument, a roll under load, real clients.
export default defineConfig({
  test: {
    include: ["test/serving/**/*.test.ts"],
    globalSetup: ["test/support/globalWorkspace.ts"],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
