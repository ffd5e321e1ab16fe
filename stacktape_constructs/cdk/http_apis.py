"""What is asked of an HTTP API more than once."""

from __future__ import annotations

import weakref

from aws_cdk import aws_apigatewayv2 as apigwv2

_ids: weakref.WeakKeyDictionary[apigwv2.IHttpApi, str] = weakref.WeakKeyDictionary()


def api_id_of(api: apigwv2.IHttpApi) -> str:
    """The id that AWS gives an API, a token for one of this app, asked for once."""
    if api not in _ids:
        _ids[api] = api.api_id
    return _ids[api]
