from retail_kit.catalogue import Catalogue
from retail_kit.stock import StockReader

__all__ = ["Catalogue", "StockReader"]
