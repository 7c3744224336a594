"""A model of the section on load. Arguments: result file, the model's name, the agent's file."""

import json
import sys

from models import register

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(register(sys.argv[2], "you said", agent=sys.argv[3]).version, file)
