from __future__ import annotations

from pathlib import Path

import pytest

from tests.configured import function_problems, problems_of

LAYERS = [f"arn:aws:lambda:eu-west-1:123456789012:layer:tools{index}:{index}" for index in range(1, 6)]


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ("memory: 64", "8:15: 'memory' of function 'f' must be between 128 and 10240, got 64"),
        ("timeout: 901", "8:16: 'timeout' of function 'f' must be between 1 and 900, got 901"),
        ("storage: 100", "8:16: 'storage' of function 'f' must be between 512 and 10240, got 100"),
        ("logging: {retentionDays: 8}", "8:32: 'logging.retentionDays' of function 'f' must be one of 1, 3, 5,"),
        ("runtime: python3", "8:16: 'runtime' of function 'f' must be one of 'nodejs18.x',"),
        ("architecture: arm", "8:21: 'architecture' of function 'f' must be one of 'x86_64', 'arm64', got 'arm'"),
        (
            "layers: [arn:aws:lambda:eu-west-1:123456789012:layer:tools]",
            "8:16: function 'f': a layer must be the ARN of a layer version, such as "
            "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1, got",
        ),
        (f"layers: [{', '.join([*LAYERS, LAYERS[0]])}]", "8:286: function 'f': a function can have 5 layers, got 6"),
        (
            "provisionedConcurrency: 3\nreservedConcurrency: 2",
            "8:31: function 'f': 'provisionedConcurrency' must be at most 'reservedConcurrency', 2, got 3",
        ),
        (
            "environment: [{name: X, value: '1'}]",
            "8:28: function 'f': environment name must be two or more letters, digits or '_' and start with a letter, "
            "as AWS Lambda wants it, got 'X'",
        ),
        (
            "environment: [{name: OK, value: '1'}, {name: AWS_REGION, value: '1'}]",
            "8:52: function 'f': environment must not set AWS_REGION, which Lambda sets itself; choose another name",
        ),
        ("deployment: {strategy: AllAtOnce}", "8:7: 'deployment' of function 'f' is not supported yet"),
        ("volumeMounts: [{type: efs}]", "8:7: 'volumeMounts' of function 'f' is not supported yet"),
    ],
)
def test_what_lambda_would_refuse_is_a_problem(properties, problem, tmp_path):
    (found,) = function_problems(properties, tmp_path)

    assert found.startswith(problem)


def test_a_ready_package_without_a_runtime_is_a_problem(tmp_path: Path) -> None:
    text = """
        resources:
          f:
            type: function
            properties:
              packaging: {type: custom-artifact, properties: {packagePath: main.zip}}
        """
    (found,) = problems_of(text, tmp_path)

    assert found.startswith("6:")
    assert found.endswith("function 'f': 'runtime' is missing: a package that is ready to run does not tell it")
