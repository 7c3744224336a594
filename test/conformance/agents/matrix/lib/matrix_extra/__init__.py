from .words import WORDS

EXTRA = " ".join(WORDS)
