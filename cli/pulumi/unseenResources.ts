/**
 * URNs of the resources that the provider could not look at, each once: it notes them in a file that the CLI names to it.
 *
 * @param text of the file: one URN a line, as JSON; the rest of a line that was being written when its process ended is left out
 */
export function unseenResources(text: string): string[] {
  const urns = text.split("\n").flatMap((line) => {
    try {
      const urn: unknown = JSON.parse(line);
      return typeof urn === "string" ? [urn] : [];
    } catch {
      return [];
    }
  });
  return [...new Set(urns)];
}
