"""What the agent is told before it sees a question."""


def instructions() -> str:
    return "You help customers of a small shop. Answer in two sentences."
