from __future__ import annotations

import pytest

from tests.configured import problems_of


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "cors: {enabled: true, allowCredentials: true}",
            "5:13: http-api-gateway 'api': cors.allowCredentials cannot be combined with '*' in allowedOrigins, which "
            "API Gateway refuses; name the origins",
        ),
        (
            "cors: {enabled: true, allowedMethods: [FETCH]}",
            "5:46: 'cors.allowedMethods[0]' of http-api-gateway 'api' must be one of 'GET',",
        ),
        ("payloadFormat: 3.0", "5:22: 'payloadFormat' of http-api-gateway 'api' must be one of '1.0', '2.0', got"),
        (
            "customDomains: [{domainName: a.example.com}]",
            "5:7: 'customDomains' of http-api-gateway 'api' is not supported yet",
        ),
    ],
)
def test_what_cannot_be_built_is_a_problem(properties, problem, tmp_path):
    text = f"resources:\n  api:\n    type: http-api-gateway\n    properties:\n      {properties}\n"

    (found,) = problems_of(text, tmp_path)

    assert found.startswith(problem)
