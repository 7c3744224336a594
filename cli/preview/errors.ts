/**
 * What can go wrong in the commands `preview` and `drift`:
 * - `usage`: arguments that do not fit together;
 * - `notAPreview`: the text that was given is no output of `pulumi preview --json`;
 * - `pulumi`: the CLI is missing or failed without a preview;
 * - `comment`: the forge refused the comment or does not answer.
 */
export type CliErrorCode = "usage" | "notAPreview" | "pulumi" | "comment";

/** An error whose message is for the user: what failed, and the way out. */
export class CliError extends Error {
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CliError";
    this.code = code;
  }
}
