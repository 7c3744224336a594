from .grade import Grade
from .retrieve import Retrieve
from .write import Write

__all__ = ["Grade", "Retrieve", "Write"]
