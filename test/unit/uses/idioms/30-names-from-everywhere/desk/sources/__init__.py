from ._rows import group_model as group_model
from ._secrets import secret as secret

__all__ = ["group_model", "secret"]
