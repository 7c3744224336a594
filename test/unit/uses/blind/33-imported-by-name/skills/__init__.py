MODEL = "databricks-qwen3-next-80b-a3b-instruct"


def spec(name: str, description: str, **properties: str) -> dict:
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {"type": "object", "properties": {k: {"type": v} for k, v in properties.items()}},
        },
    }
