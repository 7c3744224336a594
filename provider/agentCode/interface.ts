/** The kinds of agent that MLflow tells apart. */
export const agentInterfaces = ["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel", "LangChain"] as const;

/** One of {@link agentInterfaces}. */
export type AgentInterface = (typeof agentInterfaces)[number];
