from __future__ import annotations

import pytest

from stacktape_constructs.packaging.yaml_advice import in_yaml


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "give a folder (LambdaPackage.from_artifact, in YAML custom-artifact), or code (LambdaPackage.placeholder)",
            "give a folder (custom-artifact), or code (-c code=placeholder)",
        ),
        (
            "give the zip to LambdaPackage.from_artifact (in YAML custom-artifact) with the runtime java21",
            "give the zip to custom-artifact with the runtime java21",
        ),
        (
            "a layer (LambdaPackage.from_artifact with the runtime provided.al2023, in YAML custom-artifact)",
            "a layer (custom-artifact with the runtime provided.al2023)",
        ),
        (
            "name it with DotnetOptions(project_file=...) (in YAML languageSpecificConfig.projectFile)",
            "name it with languageSpecificConfig.projectFile",
        ),
        ("remove handler_function (in YAML handlerFunction)", "remove handlerFunction"),
        ("src/f.py: there is no such file in /shop", "src/f.py: there is no such file in /shop"),
    ],
)
def test_a_config_is_given_its_own_words(sentence: str, said: str) -> None:
    assert in_yaml(sentence) == said
