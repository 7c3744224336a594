from .service import RiskService as RiskService
