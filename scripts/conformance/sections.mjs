import { agentTable } from "./agentTable.mjs";
import { hostileTable } from "./hostileTable.mjs";

/**
 * The sections of the conformance. Each is a test file, which leaves what it found in a JSON file of the section's name, and
 * a function that makes the lines of a table of it.
 */
export const sections = [
  {
    name: "agents",
    title: "Agents: logged by MLflow and by this project, files compared, both loaded and asked by MLflow",
    file: "test/conformance/full/agents.conformance.ts",
    table: agentTable,
  },
  {
    name: "hostile",
    title: "Hostile names and values: planned without a throw, read by MLflow and PyYAML as what was declared",
    file: "test/conformance/full/hostile.conformance.ts",
    table: hostileTable,
  },
];
