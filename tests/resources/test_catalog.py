from __future__ import annotations

from stacktape_constructs.resources.catalog import catalog, name_problems, reference_targets
from stacktape_constructs.resources.registry import resource_type, resource_type_names
from tests.configured import read

CONFIG = """
resources:
  bus: {type: event-bus, properties: {archivation: {enabled: true}}}
  api: {type: http-api-gateway}
"""


def test_it_has_every_type_with_its_shape():
    assert catalog().types == resource_type_names()
    assert all(catalog().block_of(name) is resource_type(name).config for name in resource_type_names())


def test_others_see_of_a_resource_what_its_config_gives_it():
    targets = reference_targets(read(CONFIG))

    assert (targets["bus"].type, targets["bus"].connectable) == ("event-bus", True)
    assert targets["bus"].parameters == {"arn", "archiveArn"}
    assert targets["bus"].label("archive") == "BusArchive"
    assert not targets["api"].connectable


def test_names_that_are_right_are_no_problem():
    assert name_problems(read(CONFIG)) == []


def test_a_name_is_not_that_of_what_the_stack_shares():
    (problem,) = name_problems(read("resources: {stp: {type: event-bus}}"))

    assert problem.message == "resource name 'stp' is the prefix of shared resources; choose another"
