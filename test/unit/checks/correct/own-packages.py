#: requirements: mlflow==3.17.2, ./dist/acme_search-1.2.0-py3-none-any.whl, acme-observability-sdk>=2, git+https://example.com/acme/ranker.git
"""Packages of the company: nobody here knows what they bring."""

import acme_search
import mlflow
import ranker
from acme.observability import trace
from mlflow.pyfunc import ResponsesAgent


class Company(ResponsesAgent):
    @trace
    def predict(self, request):
        return {"output": [ranker.rank(acme_search.find(request))]}


mlflow.models.set_model(Company())
