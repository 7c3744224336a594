from .base import SKILLS, Guard
from . import documents, figures, guards  # noqa: F401  they register themselves

__all__ = ["SKILLS", "Guard"]
