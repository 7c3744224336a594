/** Shows what is going on, and for how long, once a second. */
export interface StageClock {
  /** Another thing begins. */
  show: (what: string) => void;
  /** All is over. */
  stop(): void;
}

/**
 * @param progress shows a text
 * @param now milliseconds since 1970
 */
export function stageClock(progress: (message: string) => void, now: () => number): StageClock {
  let what: string | undefined;
  let begun = 0;
  const say = () => {
    if (what === undefined) return;
    const seconds = Math.floor((now() - begun) / 1000);
    progress(`validate: ${what}${seconds === 0 ? "" : ` (${seconds} s)`}`);
  };
  const timer = setInterval(say, 1000);
  timer.unref();
  return {
    show: (next) => {
      what = next;
      begun = now();
      say();
    },
    stop: () => clearInterval(timer),
  };
}
