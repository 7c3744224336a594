LOCALES: dict[str, tuple[str, str]] = {
    "de": ("Du hilfst Reisenden.", "databricks-claude-sonnet-4"),
    "fr": ("Tu aides les voyageurs.", "databricks-gpt-oss-120b"),
    "ja": ("旅行者を助けます。", "travel-ja-finetuned"),
}
DEFAULT = "de"
