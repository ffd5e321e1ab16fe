from __future__ import annotations

import pytest

from stacktape_constructs.resources.yaml_names import in_yaml


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        ("event_source_name", "eventSourceName"),
        ("cors.allow_origins", "cors.allowedOrigins"),
        ("environment", "environment"),
        ("must not be with input_path, got 'my_path'", "must not be with inputPath, got 'my_path'"),
        ("must not set AWS_REGION, which Lambda sets itself", "must not set AWS_REGION, which Lambda sets itself"),
    ],
)
def test_arguments_are_named_as_properties_and_what_users_wrote_is_not(sentence: str, written: str) -> None:
    assert in_yaml(sentence) == written
