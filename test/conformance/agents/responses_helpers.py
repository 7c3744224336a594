import mlflow
from helpers.base import HelperAgent
from helpers.words import shout


class Shouting(HelperAgent):
    def answer(self, text):
        return shout(text)


mlflow.models.set_model(model=Shouting())
