_INDEXES = {"WORKS": "works_index", "LABELS": "labels_index"}


class Names:
    """Names().entry_price is art.visits.entry_price."""

    def __init__(self, catalog: str, schema: str):
        self._prefix = f"{catalog}.{schema}"

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return f"{self._prefix}.{name}"


def __getattr__(name: str) -> str:
    try:
        return "art.collection." + _INDEXES[name]
    except KeyError:
        raise AttributeError(name) from None
