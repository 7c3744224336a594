import { ApiError } from "../errors.js";
import type { Answer, Call, Route } from "../http/route.js";

/**
 * A route of the page: it takes the page's key, and no request that another site's page made.
 *
 * The front knows such a route as public, because the key is no credential of the API.
 */
export function pageRoute(method: string, path: string, handle: Route["handle"]): Route {
  return {
    service: "The workspace itself",
    method,
    path: `/_local/page/${path}`,
    access: "public",
    handle: (call): Promise<Answer | undefined> | Answer | undefined => {
      refuseOtherSites(call);
      const [scheme, key = ""] = (call.request.headers.authorization ?? "").split(" ");
      if (scheme?.toLowerCase() !== "bearer" || !call.services.page.sessions.recognises(key)) {
        throw new ApiError(401, "UNAUTHENTICATED", "This page is not open: mlflow-agents workspace open.");
      }
      return handle({ ...call, caller: { kind: "user", name: call.services.fixtures.user } });
    },
  };
}

/**
 * Refuses what a page of another address or port sent. The key alone keeps such pages out, as they cannot know it;
 * this is the second wall.
 *
 * @throws ApiError 403
 */
export function refuseOtherSites({ request }: Call): void {
  const { origin, host, "sec-fetch-site": site } = request.headers;
  // A browser names the origin of every POST; `none` is an address that the user typed.
  const foreign = origin !== undefined && origin !== `http://${host}`;
  if (foreign || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new ApiError(403, "PERMISSION_DENIED", "Only the workspace's own page may call this.");
  }
}
