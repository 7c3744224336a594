from .client import Platform as Platform
