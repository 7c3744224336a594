import { join } from "node:path";
import type { Catalogs } from "../catalog/catalogs.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { WorkspacePaths } from "../paths.js";
import type { InferenceLog } from "../serving/inferenceSpans.js";
import { DataProcess } from "./dataProcess.js";
import { GenieSpaces } from "./genieSpaces.js";
import { SqlService, tablesToLoad } from "./sql/sqlService.js";
import { Statements } from "./sql/statements.js";
import { VectorIndexes } from "./vectorIndexes.js";

/** What the stand-ins work with. */
export interface StandInsContext {
  fixtures: Fixtures;
  catalogs: Pick<Catalogs, "names" | "schemaNames">;
  paths: Pick<WorkspacePaths, "root">;
  /** Interpreter that SQLite is reached through. */
  python: string;
  /** The log and sampling of an inference table by its name in lower case; undefined for every other table. */
  inferenceLog(table: string): InferenceLog | undefined;
}

/** The things an agent may use that are no model version: they come from the fixtures. */
export class StandIns {
  readonly sql: SqlService;
  readonly statements: Statements;
  readonly genie: GenieSpaces;
  readonly vectors: VectorIndexes;
  readonly #process: DataProcess;

  constructor({ fixtures, catalogs, paths, python, inferenceLog }: StandInsContext) {
    const folder = join(paths.root, "tables");
    this.#process = new DataProcess({
      python,
      database: join(folder, "tables.db"),
      log: join(folder, "tables.log"),
      tables: tablesToLoad(fixtures.tableData),
    });
    const { functions } = fixtures;
    this.sql = new SqlService({ process: this.#process, functions, catalogs, inferenceLog });
    this.statements = new Statements(this.sql);
    this.genie = new GenieSpaces(fixtures.genieSpaces, this.statements);
    this.vectors = new VectorIndexes(fixtures.vectorIndexes);
  }

  /** Whether the process behind the tables is up. */
  get running(): boolean {
    return this.#process.running;
  }

  /** Ends the process behind the tables. */
  stop(): Promise<void> {
    return this.#process.stop();
  }
}
