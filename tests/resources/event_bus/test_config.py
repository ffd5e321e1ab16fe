from __future__ import annotations

import pytest

from tests.configured import problems_of


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "archivation: {}",
            "5:20: property 'enabled' of 'archivation' in event-bus 'bus' is missing: Keep the events",
        ),
        (
            "archivation: {enabled: true, retentionDays: 0}",
            "5:51: 'archivation.retentionDays' of event-bus 'bus' must be at least 1, got 0",
        ),
        (
            "eventSourceName: shop",
            "5:24: event-bus 'bus': eventSourceName must be the name of a partner event source such as "
            "'aws.partner/example.com/shop', got 'shop'",
        ),
    ],
)
def test_what_cannot_be_built_is_a_problem(properties, problem, tmp_path):
    text = f"resources:\n  bus:\n    type: event-bus\n    properties:\n      {properties}\n"

    assert problems_of(text, tmp_path) == [problem]


def test_a_bus_that_keeps_nothing_has_no_archive_to_read(tmp_path):
    text = """\
        resources:
          bus: {type: event-bus, properties: {archivation: {enabled: false}}}
        stackConfig:
          outputs: [{name: a, value: "$ResourceParam('bus', 'archiveArn')"}]
        """

    assert problems_of(text, tmp_path) == [
        "4:30: $ResourceParam('bus', 'archiveArn') in the config: event-bus 'bus' has no parameter 'archiveArn'; "
        "it has: arn"
    ]
