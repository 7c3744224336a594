import type { Route } from "../http/route.js";
import { appRoutes } from "./apps.js";
import { catalogRoutes } from "./catalogs.js";
import { chatRoutes } from "./chat.js";
import { connectionRoutes } from "./connections.js";
import { fileRoutes } from "./files.js";
import { functionRoutes } from "./functions.js";
import { genieRoutes } from "./genie.js";
import { identityRoutes } from "./identity.js";
import { localRoutes } from "./local.js";
import { mcpRoutes } from "./mcp.js";
import { modelGrantRoutes } from "./modelGrants.js";
import { multipartRoutes } from "./multipartUpload.js";
import { pageRoutes } from "./page.js";
import { permissionRoutes } from "./permissions.js";
import { runArtifactRoutes } from "./runArtifacts.js";
import { secretRoutes } from "./secrets.js";
import { servicePrincipalRoutes } from "./servicePrincipals.js";
import { servingRoutes } from "./serving.js";
import { sqlRoutes } from "./sql.js";
import { stoppingRoutes } from "./stopping.js";
import { tableRoutes } from "./tables.js";
import { traceDataRoutes } from "./traceData.js";
import { trackingRoutes } from "./tracking.js";
import { unityCatalogRoutes } from "./unityCatalog.js";
import { unityCatalogMlflowRoutes } from "./unityCatalogMlflow.js";
import { unityCatalogTagRoutes } from "./unityCatalogTags.js";
import { vectorSearchRoutes } from "./vectorSearch.js";
import { workspaceTreeRoutes } from "./workspaceTree.js";

/** Everything the workspace covers. The first route that fits wins. */
export const routes: readonly Route[] = [
  ...localRoutes,
  ...pageRoutes,
  ...identityRoutes,
  ...traceDataRoutes,
  ...runArtifactRoutes,
  ...trackingRoutes,
  ...workspaceTreeRoutes,
  ...multipartRoutes,
  ...fileRoutes,
  ...unityCatalogMlflowRoutes,
  ...unityCatalogRoutes,
  ...unityCatalogTagRoutes,
  ...tableRoutes,
  ...functionRoutes,
  ...connectionRoutes,
  ...catalogRoutes,
  ...modelGrantRoutes,
  ...servingRoutes,
  ...stoppingRoutes,
  ...permissionRoutes,
  ...secretRoutes,
  ...servicePrincipalRoutes,
  ...chatRoutes,
  ...vectorSearchRoutes,
  ...sqlRoutes,
  ...genieRoutes,
  ...mcpRoutes,
  ...appRoutes,
];
