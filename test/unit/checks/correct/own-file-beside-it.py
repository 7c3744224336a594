#: requirements: mlflow==3.17.2
#: codePaths: lib
"""Finds its own source, and data beside a packaged module."""

import inspect
import os
from pathlib import Path

import mlflow
from lib.data import words
from lib.deeper.more import settings
from mlflow.pyfunc import ResponsesAgent

SOURCE = Path(__file__).read_text()
REQUIREMENTS = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "requirements.txt")).read()


class Reader(ResponsesAgent):
    def predict(self, request):
        return {"output": [SOURCE, REQUIREMENTS, words(), settings(), inspect.getsource(Reader)]}


mlflow.models.set_model(Reader())
#: file lib/__init__.py
#: file lib/data.py
import os

HERE = os.path.dirname(__file__)


def words():
    path = os.path.join(HERE, "words.txt")
    with open(path, "r", encoding="utf-8") as file:
        return file.read().split()
#: file lib/words.txt
a b c
#: file lib/deeper/__init__.py
#: file lib/deeper/more.py
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]


def settings():
    return json.loads(ROOT.joinpath("settings.json").read_text())
#: file lib/settings.json
{}
