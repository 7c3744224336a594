from typing import Literal

import dspy

from . import models
from .retrieval import guidelines, trial

models.configure()


class Screen(dspy.Signature):
    """Does the study meet the criteria?"""

    abstract: str = dspy.InputField()
    criteria: str = dspy.InputField()
    evidence: list[str] = dspy.InputField(desc="from clinical.evidence.guidelines_idx")
    include: Literal["yes", "no", "unclear"] = dspy.OutputField()


class Screening(dspy.Module):
    def __init__(self):
        super().__init__()
        self.collect = dspy.ReAct("abstract, criteria -> evidence: list[str]", tools=[guidelines, trial], max_iters=4)
        self.decide = dspy.ChainOfThought(Screen)
        self.second = models.lm("large")

    def forward(self, abstract: str, criteria: str):
        evidence = self.collect(abstract=abstract, criteria=criteria).evidence
        first = self.decide(abstract=abstract, criteria=criteria, evidence=evidence)
        if first.include != "unclear":
            return first
        with dspy.context(lm=self.second):
            return self.decide(abstract=abstract, criteria=criteria, evidence=evidence)
