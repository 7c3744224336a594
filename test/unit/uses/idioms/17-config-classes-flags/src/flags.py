import os


def enabled(name: str) -> bool:
    return os.environ.get(f"FLAG_{name.upper()}") in {"on", "1", "true"}
