/** What reading one Python file found. Deepened by the checks of an agent. */
export interface ModuleSummary {
  /** Path inside the model directory. */
  path: string;
  /** Modules it imports, each once: `openai`, `tools.search`, `.helpers`. */
  modules: { name: string; line: number }[];
}
