from . import endpoints, warehouse
from .endpoints import Endpoint
from .warehouse import Warehouse

__all__ = ["Endpoint", "Warehouse", "endpoints", "warehouse"]
