"""Imported by the payroll service, not by the agent."""
from .registry import register
from .trips import _rows


@register()
def bonus(driver: str) -> list:
    """Bonus of a driver."""
    return _rows("SELECT bonus FROM fleet.hr.salaries WHERE driver = :d", d=driver)
