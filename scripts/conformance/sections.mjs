import { agentTable } from "./agentTable.mjs";
import { clientTable } from "./clientTable.mjs";
import { contractTable } from "./contractTable.mjs";
import { crashTable } from "./crashTable.mjs";
import { hostileTable } from "./hostileTable.mjs";
import { loadTable } from "./loadTable.mjs";

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
  {
    name: "clients",
    title: "The local workspace: unmodified public clients, each call with the value it has to give",
    file: "test/conformance/full/clients.conformance.ts",
    table: clientTable,
  },
  {
    name: "contract",
    title:
      "Requests of this package and answers of the local workspace, beside the types of Databricks' SDK and MLflow's protos",
    file: "test/conformance/full/contract.conformance.ts",
    table: contractTable,
    // Its requests are those of the real engine.
    engine: true,
  },
  {
    name: "crash",
    title: "The local workspace, killed at random moments while it is written to",
    file: "test/conformance/full/crash.conformance.ts",
    table: crashTable,
  },
  {
    name: "load",
    title: "The local workspace under load: what it adds to a question, 8 clients, endpoints that sleep",
    // And loadLimits.conformance.ts: what a scoring process may use.
    file: "test/conformance/full/load",
    table: loadTable,
  },
];
