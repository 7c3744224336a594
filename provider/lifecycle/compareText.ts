/** Orders texts by their characters, the same on every machine: `localeCompare` follows the machine's language. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
