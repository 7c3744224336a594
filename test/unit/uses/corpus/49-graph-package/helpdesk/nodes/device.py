import re

from unitycatalog.ai.core.databricks import DatabricksFunctionClient

from helpdesk.config import settings
from helpdesk.state import State

SERIAL = re.compile(r"\b[A-Z]{2}\d{8}\b")


def device_facts(state: State) -> dict:
    """Adds what is known about a serial number in the question."""
    found = SERIAL.search(state["question"])
    if not found:
        return {}
    client = DatabricksFunctionClient()
    facts = client.execute_function(settings.function("device_facts"), {"serial": found.group()})
    return {"passages": [*state["passages"], str(facts.value)]}


def warranty(serial: str) -> str:
    """Planned for the next release."""
    return DatabricksFunctionClient().execute_function(settings.function("warranty"), {"serial": serial}).value
