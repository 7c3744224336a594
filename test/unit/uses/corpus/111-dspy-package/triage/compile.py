"""Compiles the program on a cluster; its result is committed as compiled.json."""

import dspy
from databricks.connect import DatabricksSession

from .lms import lm
from .program import STATE, Triage


def main():
    rows = DatabricksSession.builder.getOrCreate().table("clinic.kb.labelled_complaints").collect()
    examples = [dspy.Example(**r.asDict()).with_inputs("complaint") for r in rows]
    optimizer = dspy.MIPROv2(metric=lambda e, p, t=None: e.urgency == p.urgency, teacher_settings={"lm": lm("teacher")})
    optimizer.compile(Triage(), trainset=examples).save(str(STATE))


if __name__ == "__main__":
    main()
