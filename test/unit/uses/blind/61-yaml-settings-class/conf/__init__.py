from .load import settings
