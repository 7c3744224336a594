"""Answers questions of claims handlers."""

__version__ = "0.4.1"
