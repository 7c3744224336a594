from .base import Worker
from .docs import DocsWorker
from .numbers import NumbersWorker
from .legacy import LegacyWorker

WORKERS: dict[str, type[Worker]] = {
    "docs": DocsWorker,
    "numbers": NumbersWorker,
    # "legacy": LegacyWorker,
}
