import type { TokenAuthority } from "../auth/tokenAuthority.js";
import type { PythonEnvironment } from "../environment/ensurePython.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { WorkspacePaths } from "../paths.js";
import type { UnityCatalogModels } from "../registry/unityCatalogModels.js";
import type { SecretScopes } from "../secrets/secretScopes.js";

/** What serving works with. */
export interface ServingContext {
  /** The cache folder of this package. */
  readonly cache: string;
  readonly fixtures: Fixtures;
  /** Address of the front. */
  readonly host: string;
  readonly models: UnityCatalogModels;
  readonly paths: WorkspacePaths;
  readonly python: PythonEnvironment;
  readonly secrets: SecretScopes;
  /** Folder of the scoring processes' sockets. */
  readonly sockets: string;
  readonly tokens: TokenAuthority;
  /** Seconds without a request after which an endpoint with scale-to-zero is stopped. */
  readonly scaleToZeroAfter: number;
  log(line: string): void;
}
