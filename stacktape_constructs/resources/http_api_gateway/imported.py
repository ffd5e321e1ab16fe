"""HTTP APIs that an app adds routes to and did not make."""

from __future__ import annotations

import re

from aws_cdk import aws_apigatewayv2 as apigwv2
from constructs import Construct

from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.resources.http_api_gateway.base import HttpApiBase

_API_ID = re.compile(r"[a-z0-9]+")


class ImportedHttpApi(HttpApiBase):
    """An HTTP API that this app adds routes to and did not make."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        http_api_id: str,
        payload_format: apigwv2.PayloadFormatVersion | None,
    ) -> None:
        super().__init__(scope, id, payload_format=payload_format)
        if not _API_ID.fullmatch(http_api_id) and not is_unresolved(http_api_id):
            raise self._invalid(
                "http_api_id",
                f"must be lower case letters and digits, as in 'a1b2c3d4e5', got '{http_api_id}'",
            )
        self.http_api = apigwv2.HttpApi.from_http_api_attributes(self, "Default", http_api_id=http_api_id)
