/** The local workspace: a server on loopback that speaks the Databricks REST API over a real MLflow. */
export { type EnsurePythonOptions, ensurePython, type PythonEnvironment } from "./environment/ensurePython.js";
export { WorkspaceError, type WorkspaceErrorCode, workspaceErrorCodes } from "./errors.js";
export { packageVersion, resolveCacheFolder, resolveDataFolder, type WorkspacePaths, workspacePaths } from "./paths.js";
export { type Connection, findRunning } from "./server/connection.js";
export { otherWorkspaces } from "./server/runningWorkspaces.js";
export { startWorkspace, type Workspace, type WorkspaceOptions } from "./server/startWorkspace.js";
