from typing import NamedTuple


class Space(NamedTuple):
    label: str
    space_id: str
    about: str = ""


SPACES = [
    Space("maintenance", "01f0a1b2c3d4e5f60718293a4b5c6d7e", "Repairs, parts and downtime."),
    Space("routes", "01f0a1b2c3d4e5f60718293a4b5c6d7f", "Trips, stops, fuel."),
]
