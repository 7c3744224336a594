/** Errors that a storage is to blame for, and not the workspace that handed out its address. */
const faults = new WeakSet<object>();

/**
 * Runs a call to a storage, and remembers that an error came from there.
 *
 * @param call the call
 */
export async function atStorage<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (typeof error === "object" && error !== null) faults.add(error);
    throw error;
  }
}

/** Whether an error came from a storage. */
export function isStorageFault(error: unknown): boolean {
  return typeof error === "object" && error !== null && faults.has(error);
}
