import { createServer } from "node:net";
import { WorkspaceError } from "../../workspace/errors.js";

/** A loopback port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") {
          resolve(address.port);
        } else {
          reject(new WorkspaceError("serverFailed", "The system gave no free port."));
        }
      });
    });
  });
}
