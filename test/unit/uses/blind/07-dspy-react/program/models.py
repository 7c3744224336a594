import dspy

_MODELS = {
    "small": dict(model="databricks/databricks-meta-llama-3-1-8b-instruct", max_tokens=500),
    "large": dict(model="databricks/databricks-claude-sonnet-4", max_tokens=3000, temperature=0.3),
    "teacher": dict(model="openai/gpt-4.1", max_tokens=4000),
}


def lm(size: str) -> dspy.LM:
    return dspy.LM(**_MODELS[size], num_retries=5)


def configure() -> None:
    dspy.configure(lm=lm("small"), adapter=dspy.ChatAdapter())
