import type { TestProject } from "vitest/node";
import { Consumer, lockedVersion, pack } from "./consumer.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the tarball that would be published. */
    tarball: string;
    /** A folder outside of the repository with the tarball installed, as a user has it. */
    installed: string;
  }
}

/** Packs the package and installs it into an empty folder, once for all tests of this kind. */
export default async function setup(project: TestProject): Promise<() => void> {
  const consumer = new Consumer("consumer");
  const tarball = await pack(consumer);
  consumer.write("package.json", {
    name: "consumer",
    private: true,
    main: "index.ts",
    dependencies: {
      "pulumi-mlflow-agents": `file:${tarball}`,
      "@pulumi/pulumi": lockedVersion("@pulumi/pulumi"),
    },
    devDependencies: { typescript: lockedVersion("typescript"), "@types/node": lockedVersion("@types/node") },
  });
  await consumer.succeed("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error");
  project.provide("tarball", tarball);
  project.provide("installed", consumer.folder);
  return () => consumer.remove();
}
