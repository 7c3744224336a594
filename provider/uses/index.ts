/** What an agent's code uses of a workspace, told by reading it. */
export { environmentReads } from "./environmentReads.js";
export { readUses, useSinks } from "./read.js";
export type { ReadUses, UnresolvedUse, Use, UsePlace, Uses, UsesOptions } from "./types.js";
