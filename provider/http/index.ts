/**
 * How the provider speaks HTTP: where a workspace is, who is calling, what is tried again, and what an error says.
 * Nothing here knows a resource. undici and zod are loaded with the first call, so that this module costs nothing.
 */
export { connect } from "./connect.js";
export type { Limiter } from "./limiter.js";
export type { RetryPolicy } from "./retry.js";
export { ApiPath, PathRest, route } from "./route.js";
export type {
  ApiRequest,
  ConnectionSettings,
  ConnectOptions,
  Download,
  Identity,
  Json,
  UploadRequest,
  Workspace,
} from "./types.js";
