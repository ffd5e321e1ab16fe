from __future__ import annotations

import pytest

from tests.configured import problems_of


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "resources: {memory: 200}",
            "6:18: property 'cpu' of 'resources' in batch-job 'job' is missing: Virtual CPUs",
        ),
        (
            "resources: {cpu: 0.5, memory: 200}",
            "6:24: 'resources.cpu' of batch-job 'job' must be a whole number, got '0.5'",
        ),
        (
            "resources: {cpu: 1, memory: 2}",
            "6:35: 'resources.memory' of batch-job 'job' must be at least 4, got 2",
        ),
        (
            "resources: {cpu: 1, memory: 200}\ntimeout: 30",
            "7:16: batch-job 'job': timeout must be whole seconds, at least 60, got 30 s",
        ),
        (
            "resources: {cpu: 1, memory: 200}\nretryConfig: {attempts: 0}",
            "7:31: 'retryConfig.attempts' of batch-job 'job' must be at least 1, got 0",
        ),
        (
            "resources: {cpu: 1, memory: 200}\nretryConfig: {retryIntervalMultiplier: 0.5}",
            "7:46: 'retryConfig.retryIntervalMultiplier' of batch-job 'job' must be at least 1, got 0.5",
        ),
    ],
)
def test_what_batch_would_refuse_is_a_problem(properties, problem, tmp_path):
    text = (
        "resources:\n  job:\n    type: batch-job\n    properties:\n"
        "      container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}\n"
    ) + "".join(f"      {line}\n" for line in properties.splitlines())

    assert problems_of(text, tmp_path) == [problem]
