from ._openapi import OPERATIONS, as_tool


def city_tools() -> list:
    return [as_tool(name, operation) for name, operation in OPERATIONS.items() if operation["safe"]]
