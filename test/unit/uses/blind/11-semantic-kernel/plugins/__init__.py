from .invoices import InvoicePlugin
from .suppliers import SupplierPlugin

__all__ = ["InvoicePlugin", "SupplierPlugin"]
