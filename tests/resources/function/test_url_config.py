from __future__ import annotations

import pytest

from tests.configured import function_problems


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("{}", "8:12: property 'enabled' of 'url' in function 'f' is missing: Whether there is one"),
        (
            "{enabled: true, cors: {enabled: true, maxAge: 90000}}",
            "8:58: 'url.cors.maxAge' of function 'f' must be between 0 and 86400, got 90000",
        ),
        (
            "{enabled: true, cors: {enabled: true, allowedMethods: [OPTIONS]}}",
            "8:66: 'url.cors' in function 'f': 'allowedMethods' needs a method besides OPTIONS",
        ),
        (
            "{enabled: true, authMode: IAM}",
            "8:38: 'url.authMode' of function 'f' must be one of 'NONE', 'AWS_IAM', got 'IAM'; did you mean 'AWS_IAM'?",
        ),
    ],
)
def test_a_wrong_url_is_a_problem(url, problem, tmp_path):
    assert function_problems(f"url: {url}", tmp_path) == [problem]
