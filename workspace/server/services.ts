import type { Credentials } from "../auth/credentials.js";
import type { TokenAuthority } from "../auth/tokenAuthority.js";
import type { Usage } from "../auth/usage.js";
import type { Catalogs } from "../catalog/catalogs.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { MlflowClient } from "../mlflow/mlflowClient.js";
import type { Page } from "../page/page.js";
import type { WorkspacePaths } from "../paths.js";
import type { UnityCatalogModels } from "../registry/unityCatalogModels.js";
import type { SecretScopes } from "../secrets/secretScopes.js";
import type { ServingService } from "../serving/servingService.js";
import type { StandIns } from "../standIns/standIns.js";
import type { EventualReads } from "./eventualReads.js";
import type { Faults } from "./faults.js";
import type { Journal } from "./journal.js";
import type { KeptAccess } from "./keptAccess.js";
import type { KeptThings } from "./keptThings.js";

/** What route handlers work with. */
export interface Services {
  readonly credentials: Credentials;
  readonly tokens: TokenAuthority;
  readonly fixtures: Fixtures;
  readonly mlflow: MlflowClient;
  /** Address of the MLflow server for links in a browser, with its key: a secret. */
  readonly mlflowUrl: string;
  readonly catalogs: Catalogs;
  readonly secrets: SecretScopes;
  /** Access control lists of what MLflow keeps, by `experiments/<id>`. */
  readonly permissions: KeptThings<KeptAccess[]>;
  readonly models: UnityCatalogModels;
  readonly serving: ServingService;
  /** Indexes, tables, functions, Genie spaces of the fixtures. */
  readonly standIns: StandIns;
  readonly paths: WorkspacePaths;
  /** What the page at the root works with. */
  readonly page: Page;
  readonly journal: Journal;
  /** What served agents used and were refused. */
  readonly usage: Usage;
  readonly faults: Faults;
  /** What was just made and is not to be found yet. */
  readonly eventualReads: EventualReads;
  /** Port of the front. */
  port(): number;
  /** Address of the front, `http://127.0.0.1:PORT`. */
  host(): string;
  /** Version of this package. */
  readonly version: string;
  /** Writes a line to the workspace's log. Never a secret. */
  log(line: string): void;
}
