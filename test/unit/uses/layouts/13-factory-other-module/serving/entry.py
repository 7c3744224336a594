"""What the endpoint loads."""

import mlflow.models as mm

from serving.factory import make

agent = make("triage")
mm.set_model(agent)
