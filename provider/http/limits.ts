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
/**
 * Said, and not left to the default, which NODE_TLS_REJECT_UNAUTHORIZED=0 turns around: whoever sets that for one tool must not
 * thereby send a token to a host that nobody has proved. An authority of one's own goes into NODE_EXTRA_CA_CERTS.
 */
export const verified = { rejectUnauthorized: true } as const;
/** Up to this size a body is read before it is sent: one call of the system for header and content, and no iteration. */
export const readWhole = 256 * 1024;

/**
 * How long one try may take beyond the longest silence, in milliseconds, whatever comes in the meantime: an answer that drips,
 * a byte every few seconds, is never silent.
 */
export const graceMs = 60_000;
/**
 * Each byte that moves buys a try more time, so that a large file takes as long as it needs: this many are a second. A line of
 * 64 kbit/s is let through, and what is slower than that is as good as hanging.
 */
export const slowestRate = 8 * 1024;
/** Most tries of one call, however short the pauses that the server asks for. */
export const mostTries = 25;

/** No connection was made in time. */
export class ConnectTimeout extends Error {
  readonly code = "CONNECT_TIMEOUT";
}

/** Bytes came or went, and too slowly. */
export class TooSlow extends Error {
  readonly code = "TOO_SLOW";
}

/** The server was silent for too long. */
export class Silence extends Error {
  readonly code = "SILENCE";
}
