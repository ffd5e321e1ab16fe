from __future__ import annotations

import pytest

from tests.configured import function_problems


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "{httpApiGatewayName: api, method: GET, path: items}",
            "10:68: 'events[0].properties' in function 'f': 'path' must start with '/' or be '*', got 'items'",
        ),
        (
            "{httpApiGatewayName: api, method: GET, path: '*'}",
            "10:57: 'events[0].properties' in function 'f': 'method' must be '*' with path '*', which takes what no "
            "other route has, got 'GET'",
        ),
        (
            "{httpApiGatewayName: api, method: ANY, path: /}",
            "10:57: 'events[0].properties.method' of function 'f' must be one of 'GET', 'POST', 'PUT', 'PATCH', "
            "'DELETE', 'HEAD', 'OPTIONS', '*', got 'ANY'",
        ),
        (
            "{httpApiGatewayName: bus, method: GET, path: /}",
            "10:44: 'httpApiGatewayName' of function 'f' must name a resource of type http-api-gateway; 'bus' is of "
            "type event-bus",
        ),
        (
            "{httpApiGatewayName: api, method: GET, path: /, authorizer: {type: lambda, properties: {functionName: "
            "f, cacheResultSeconds: 5}}}",
            "10:148: 'events[0].properties.authorizer.properties' in function 'f': 'cacheResultSeconds' needs "
            "'identitySources', for an answer is kept per identity",
        ),
        (
            "{httpApiGatewayName: api, method: GET, path: /, authorizer: {type: cognito, properties: {userPoolName: "
            "people}}}",
            "10:126: 'userPoolName' of function 'f' names a resource of type user-auth-pool, which is not supported "
            "yet",
        ),
    ],
)
def test_a_wrong_route_is_a_problem(properties, problem, tmp_path):
    event = f"events:\n  - type: http-api-gateway\n    properties: {properties}"

    assert function_problems(event, tmp_path) == [problem]
