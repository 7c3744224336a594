import json

from databricks.sdk import WorkspaceClient
from semantic_kernel.functions import kernel_function


class SupplierPlugin:
    def __init__(self, scorer: str):
        self.scorer = scorer
        self.w = WorkspaceClient()

    @kernel_function(name="risk")
    def risk(self, supplier: str) -> float:
        """Risk of a supplier between 0 and 1."""
        out = self.w.serving_endpoints.query(name=self.scorer, inputs=[{"supplier": supplier}])
        return out.predictions[0]

    @kernel_function
    def register_entry(self, supplier: str) -> str:
        """Entry in the commercial register."""
        r = self.w.serving_endpoints.http_request(
            conn="companies_house", method="GET", path="/search", params={"q": supplier}
        )
        return json.dumps(r.json())
