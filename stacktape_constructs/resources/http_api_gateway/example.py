"""What stands for the type `http-api-gateway` and its event in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import EventExample, ResourceExample

RESOURCE_EXAMPLE = ResourceExample(name="shop", options=({"logging": {"disabled": True}},))

EVENT_EXAMPLE = EventExample(
    properties={"httpApiGatewayName": "shop", "method": "POST", "path": "/orders"},
    options=({"authorizer": {"type": "lambda", "properties": {"functionName": "guard"}}},),
    beside={
        "shop": {"type": "http-api-gateway"},
        "guard": {
            "type": "function",
            "properties": {
                "packaging": {"type": "stacktape-lambda-buildpack", "properties": {"entryfilePath": "src/guard.py"}}
            },
        },
    },
)
