// uvicorn closes idle connections after 5 s without a word: a call sent at that moment is lost, and nobody can tell
// whether it took effect. Never reuse a connection that old.
/** How long a connection that nobody uses is kept, in milliseconds. */
export const keepAliveMs = 3_000;
/** How long making a connection may take, in milliseconds. */
export const connectTimeoutMs = 8_000;
/**
 * Most connections to one host. What is copied takes two for each transfer, and one that waits for its second would keep its first
 * from others: so there are more than all transfers at once can take.
 */
export const connections = 128;
/** Up to this size a body is read before it is sent: one call of the system for header and content, and no iteration. */
export const readWhole = 256 * 1024;

/** No connection was made in time. */
export class ConnectTimeout extends Error {
  readonly code = "CONNECT_TIMEOUT";
}

/** The server was silent for too long. */
export class Silence extends Error {
  readonly code = "SILENCE";
}
