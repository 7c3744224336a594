#: requirements: mlflow==3.17.2
"""A function is a model too."""

import re

from mlflow.models import set_model


def shout(model_input: list[str]) -> list[str]:
    return [re.sub(r"[.?]$", "!", text).upper() for text in model_input]


set_model(shout)
