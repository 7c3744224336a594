import os


class Env:
    """A setting: MUSEUM_<NAME> of the environment, or what is given here."""

    def __init__(self, default=None):
        self.default = default

    def __set_name__(self, owner, name):
        self.variable = f"MUSEUM_{name.upper()}"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = os.environ.get(self.variable, self.default)
        if value is None:
            raise LookupError(f"{self.variable} is not set")
        return value


class Options:
    llm = Env("databricks-mixtral-8x7b-instruct")
    tours_space = Env(default="01f0b0b1b2b3b4b5b6b7b8b9babbbcbd")
    warehouse = Env()
