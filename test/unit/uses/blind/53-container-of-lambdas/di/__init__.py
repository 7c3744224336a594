from di.container import Container

__all__ = ["Container"]
