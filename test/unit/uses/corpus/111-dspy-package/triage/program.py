from pathlib import Path
from typing import Literal

import dspy

from .lms import lm
from .retrieve import Guidelines

STATE = Path(__file__).with_name("compiled.json")


class Extract(dspy.Signature):
    """Symptoms of a complaint, as in clinic.kb.symptoms."""

    complaint: str = dspy.InputField()
    symptoms: list[str] = dspy.OutputField()


class Advise(dspy.Signature):
    """Advice that the guidelines support."""

    symptoms: list[str] = dspy.InputField()
    guidelines: list[str] = dspy.InputField()
    urgency: Literal["now", "today", "week"] = dspy.OutputField()
    advice: str = dspy.OutputField()


class Triage(dspy.Module):
    def __init__(self):
        super().__init__()
        self.small = lm("extract", max_tokens=200)
        self.extract = dspy.Predict(Extract)
        self.advise = dspy.ChainOfThought(Advise)
        self.guidelines = Guidelines()

    def forward(self, complaint: str):
        with dspy.context(lm=self.small):
            symptoms = self.extract(complaint=complaint).symptoms
        found = self.guidelines(" ".join(symptoms))
        return self.advise(symptoms=symptoms, guidelines=found)


def load_program() -> Triage:
    dspy.configure(lm=lm("predict", temperature=0.0), adapter=dspy.ChatAdapter())
    program = Triage()
    if STATE.exists():
        program.load(str(STATE))
    return program
