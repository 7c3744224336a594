# This file was generated. Do not edit.
from .runtime import Operation, Transport


class _Api:
    def __init__(self, transport: Transport):
        self._transport = transport


class ServingApi(_Api):
    def invoke(self, endpoint_name: str, body: dict) -> dict:
        """POST /serving-endpoints/{endpoint_name}/invocations"""
        return self._transport.send(
            Operation("POST", "/serving-endpoints/{endpoint_name}/invocations", {"endpoint_name": endpoint_name}, body)
        )

    def delete(self, endpoint_name: str) -> None:
        """DELETE /api/2.0/serving-endpoints/{endpoint_name}"""
        self._transport.send(
            Operation("DELETE", "/api/2.0/serving-endpoints/{endpoint_name}", {"endpoint_name": endpoint_name})
        )


class VectorApi(_Api):
    def query_index(self, index_name: str, body: dict) -> dict:
        """POST /api/2.0/vector-search/indexes/{index_name}/query"""
        return self._transport.send(
            Operation("POST", "/api/2.0/vector-search/indexes/{index_name}/query", {"index_name": index_name}, body)
        )
