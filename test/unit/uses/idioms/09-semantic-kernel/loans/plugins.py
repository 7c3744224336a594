import json
from typing import Annotated

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ExternalFunctionRequestHttpMethod
from semantic_kernel.functions import kernel_function


class CreditPlugin:
    SCORER = "credit-score-v3"
    bureau = "credit_bureau_http"

    def __init__(self, workspace: WorkspaceClient | None = None):
        self._workspace = workspace or WorkspaceClient()

    @kernel_function(name="score", description="Score of an applicant")
    def score(self, income: Annotated[float, "per year"], debt: Annotated[float, "all loans"]) -> str:
        answer = self._workspace.serving_endpoints.query(
            name=self.SCORER, dataframe_records=[{"income": income, "debt": debt}]
        )
        return str(answer.predictions[0])

    @kernel_function(description="Entries of the credit bureau")
    def bureau_entries(self, person: Annotated[str, "Id of a person"]) -> str:
        reply = self._workspace.serving_endpoints.http_request(
            conn=self.bureau,
            method=ExternalFunctionRequestHttpMethod.GET,
            path=f"/v1/persons/{person}/entries",
        )
        return json.dumps(reply.json())

    def audit(self, person: str) -> None:
        # plain method: the kernel does not offer it
        self._workspace.serving_endpoints.http_request(conn="audit_log", method="POST", path=f"/{person}")
