import { connect } from "node:net";

/** Time between two looks, in milliseconds. */
const everyMs = 1_000;
/** Time until a doubt is looked into again, in milliseconds. */
const doubtMs = 100;
/** Refused connections in a row that a dead engine is told by: a busy one may refuse one. */
const refusals = 3;

/**
 * Tells when the engine that started this process is gone without having said so: killed, out of memory, its machine's
 * session closed. Nothing else ends a provider then, and what it does is recorded by nobody.
 *
 * The engine listens at `address` as long as it lives, on every platform; a parent's process id says less, as a shell may
 * stand between. Its end of our standard input closes at its death and makes the look immediate, where it was handed on.
 *
 * @param address host:port of the engine; where there is none, or it never answered, nothing is concluded
 * @param gone called once
 */
export function watchEngine(address: string | undefined, gone: () => void): void {
  const [, host, port] = /^\[?([\w.:-]+?)\]?:(\d+)$/.exec(address ?? "") ?? [];
  if (host === undefined || port === undefined) return;
  let seen = false;
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let over = false;
  const look = async () => {
    if (looking || over) return;
    looking = true;
    clearTimeout(timer);
    const answer = await knock(host, Number(port));
    looking = false;
    if (answer === "open") seen = true;
    refused = answer === "refused" ? refused + 1 : 0;
    if (seen && refused >= refusals) {
      over = true;
      gone();
      return;
    }
    timer = setTimeout(look, refused > 0 ? doubtMs : everyMs).unref();
  };
  void look();
  // An input that is empty from the start, or that cannot be read, says nothing: only the look decides.
  process.stdin.on("end", look).on("error", look).resume();
  if ("unref" in process.stdin) process.stdin.unref();
}

/** Whether anybody listens. No answer in time is none: a machine that sleeps or swaps is slow, not dead. */
function knock(host: string, port: number): Promise<"open" | "refused" | "unknown"> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }).unref();
    const settle = (answer: "open" | "refused" | "unknown") => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(everyMs, () => settle("unknown"));
    socket.once("connect", () => settle("open"));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      settle(error.code === "ECONNREFUSED" ? "refused" : "unknown"),
    );
  });
}
