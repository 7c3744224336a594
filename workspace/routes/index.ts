import type { Route } from "../http/route.js";
import { catalogRoutes } from "./catalogs.js";
import { chatRoutes } from "./chat.js";
import { fileRoutes } from "./files.js";
import { identityRoutes } from "./identity.js";
import { localRoutes } from "./local.js";
import { multipartRoutes } from "./multipartUpload.js";
import { pageRoutes } from "./page.js";
import { permissionRoutes } from "./permissions.js";
import { secretRoutes } from "./secrets.js";
import { servicePrincipalRoutes } from "./servicePrincipals.js";
import { servingRoutes } from "./serving.js";
import { traceDataRoutes } from "./traceData.js";
import { trackingRoutes } from "./tracking.js";
import { unityCatalogRoutes } from "./unityCatalog.js";
import { unityCatalogMlflowRoutes } from "./unityCatalogMlflow.js";
import { unityCatalogTagRoutes } from "./unityCatalogTags.js";

/** Everything the workspace covers. The first route that fits wins. */
export const routes: readonly Route[] = [
  ...localRoutes,
  ...pageRoutes,
  ...identityRoutes,
  ...traceDataRoutes,
  ...trackingRoutes,
  ...multipartRoutes,
  ...fileRoutes,
  ...unityCatalogMlflowRoutes,
  ...unityCatalogRoutes,
  ...unityCatalogTagRoutes,
  ...catalogRoutes,
  ...servingRoutes,
  ...permissionRoutes,
  ...secretRoutes,
  ...servicePrincipalRoutes,
  ...chatRoutes,
];
