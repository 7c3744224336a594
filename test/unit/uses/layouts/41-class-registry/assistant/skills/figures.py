import os

from databricks_ai_bridge.genie import Genie

from .base import skill


@skill("figures")
class Figures:
    def run(self, question: str):
        return Genie(os.environ["LAB_SPACE_ID"]).ask_question(question).result


@skill("assays")
class Assays(Figures):
    def run(self, question: str):
        return Genie("01f0121212123434343456565656787a").ask_question(question).result
