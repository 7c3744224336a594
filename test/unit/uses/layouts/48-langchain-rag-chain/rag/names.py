LARGE = "databricks-claude-sonnet-4"
SMALL = "databricks-gpt-oss-20b"
INDEX = "%s.%s.texts_index" % ("energy", "tariffs")

_BY_LANGUAGE = dict(de="translated-de-llm", pt="translated-pt-llm")


def by_language(code: str) -> str:
    return _BY_LANGUAGE.get(code, LARGE)
