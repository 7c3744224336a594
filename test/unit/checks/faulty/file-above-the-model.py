#: codePaths: lib
import mlflow
from lib.texts import SYSTEM


class Agent(mlflow.pyfunc.ResponsesAgent):
    def predict(self, request):
        return {"output": [SYSTEM]}


mlflow.models.set_model(Agent())
#: file lib/__init__.py
#: file lib/texts.py
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SYSTEM = (ROOT / "shared" / "system.md").read_text()
OTHER = (Path(__file__).parent / "other.md").read_text()
#: file lib/system.md
x
