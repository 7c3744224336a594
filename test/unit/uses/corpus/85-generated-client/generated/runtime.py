# This file was generated. Do not edit.
from dataclasses import dataclass, field
from typing import Any, Mapping

import requests


@dataclass
class Operation:
    method: str
    path: str
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    def url(self, host: str) -> str:
        path = self.path
        for key, value in self.path_parameters.items():
            path = path.replace("{" + key + "}", str(value))
        return host + path


class Transport:
    def __init__(self, config):
        self._config = config
        self._session = requests.Session()

    def send(self, operation: Operation) -> Any:
        response = self._session.request(
            operation.method, operation.url(self._config.host), json=operation.body, headers=self._config.authenticate()
        )
        response.raise_for_status()
        return response.json()
