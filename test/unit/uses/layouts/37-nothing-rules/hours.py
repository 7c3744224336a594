from dataclasses import dataclass

HOURS = {"alfama": (9, 18), "belem": (10, 19), "chiado": (8, 22)}
GREETINGS = ("Hello!", "Good day!", "Olá!")


@dataclass
class Endpoint:
    index_name: str
