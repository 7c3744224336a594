SKILLS: dict[str, type] = {}


def skill(name: str):
    def register(cls):
        SKILLS[name] = cls
        return cls

    return register


class Guard:
    known: list[type] = []
    endpoint: str

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        Guard.known.append(cls)
