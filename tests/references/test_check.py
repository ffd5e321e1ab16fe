from __future__ import annotations

import textwrap

import attrs
import pytest

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.load import Catalog, load
from stacktape_constructs.config.schema import CONNECTABLE, Block, Deferred, prop
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.references.check import check_references
from stacktape_constructs.references.targets import ReferenceTarget
from stacktape_constructs.source import Source
from tests.config.configs import facts


@attrs.frozen(kw_only=True)
class Parcel(Block):
    """A variant of `Courier.parcels`."""

    TYPE = "parcel"

    sent_to: str | None = prop("Where it goes.", default=None, refers_to=("house", "farm"))


@attrs.frozen(kw_only=True)
class Courier(Block):
    """A block with every kind of reference."""

    home: str | None = prop("Where he lives.", default=None, refers_to="house")
    horse: str | None = prop("What he rides.", default=None, refers_to="stable")
    visits: tuple[str, ...] = prop("Whom he visits.", default=(), refers_to=CONNECTABLE)
    note: Deferred[str] | None = prop("What he says.", default=None)
    bag: Node | None = prop("Whatever he carries.", default=None)
    rides: str | None = prop("What he rides on.", default=None, refers_to=("horse", "donkey"))
    parcels: tuple[Block, ...] = prop("What he brings.", default=(), variants=lambda: {"parcel": Parcel})


CATALOG = Catalog(("house", "farm", "courier"), lambda name: Courier if name == "courier" else Parcel)
RESOURCES = {
    "villa": ReferenceTarget("villa", "house", frozenset({"door", "bell"}), True, {"House": "VillaHouse"}),
    "acre": ReferenceTarget("acre", "farm", frozenset(), False, {"Barn": "AcreBarn", "Silo": "AcreSilo"}),
    "bob": ReferenceTarget("bob", "courier", frozenset({"phone"}), True, {}),
}


def _config(text: str) -> Config:
    source = Source("stacktape.yml", textwrap.dedent(text))
    return load(read_text(source.text, name=source.name), source, facts(), CATALOG)


def _problems(text: str, *names: str) -> list[str]:
    """What is said about a config, whose targets are all there are unless names are given."""
    targets = {name: RESOURCES[name] for name in names or RESOURCES}
    return [
        f"{problem.position.line}:{problem.position.column}: {problem.message}"
        for problem in check_references(_config(text), targets, supported_types=CATALOG.types)
        if problem.position is not None
    ]


def _courier_problems(properties: str, *names: str) -> list[str]:
    """The same for one courier of these properties; the first of their lines is line 5."""
    body = textwrap.indent(textwrap.dedent(properties).strip(), "      ")
    return _problems(f"resources:\n  bob:\n    type: courier\n    properties:\n{body}\n", *names)


def test_what_exists_and_fits_is_no_problem():
    assert (
        _courier_problems(
            """
            home: villa
            visits: [villa, bob, 'aws:ses']
            note: $ResourceParam('villa', 'door')
            bag:
              - $CfFormat('{}', $ResourceParam('bob', 'phone'))
              - deep: $Param('acre', 'silo::Arn')
            parcels:
              - {type: parcel, properties: {sentTo: villa}}
              - {type: parcel, properties: {sentTo: acre}}
              - type: parcel
            """
        )
        == []
    )


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        (
            "home: vila",
            "5:13: 'home' of courier 'bob' names 'vila', which is no resource; did you mean 'villa'?",
        ),
        ("home: castle", "5:13: 'home' of courier 'bob' names 'castle', which is no resource; there is: villa"),
        (
            "home: acre",
            "5:13: 'home' of courier 'bob' must name a resource of type house; 'acre' is of type farm",
        ),
        (
            "parcels: [{type: parcel, properties: {sentTo: bob}}]",
            "5:53: 'sentTo' of courier 'bob' must name a resource of type house or farm; 'bob' is of type courier",
        ),
        (
            "parcels: [{type: parcel, properties: {sentTo: castle}}]",
            "5:53: 'sentTo' of courier 'bob' names 'castle', which is no resource; there is: villa, acre",
        ),
        (
            "rides: villa",
            "5:14: 'rides' of courier 'bob' names a resource of type horse or donkey, which is not supported yet",
        ),
        (
            "visits: [bob, castle]",
            "5:21: 'visits' of courier 'bob' names 'castle', which is no resource; there is: villa, bob, aws:ses",
        ),
        (
            "visits: [bob, 'aws:sse']",
            "5:21: 'visits' of courier 'bob' names 'aws:sse', which is no resource; did you mean 'aws:ses'?",
        ),
        (
            "visits: [bob, acre]",
            "5:21: courier 'bob' cannot be connected to 'acre', which is of type farm",
        ),
        (
            "note: $ResourceParam('vila', 'door')",
            "5:13: $ResourceParam('vila', 'door') in courier 'bob': there is no resource 'vila'; did you mean 'villa'?",
        ),
        (
            "note: $ResourceParam('castle', 'door')",
            "5:13: $ResourceParam('castle', 'door') in courier 'bob': there is no resource 'castle'; "
            "there is: villa, acre, bob",
        ),
        (
            "note: $ResourceParam('villa', 'dor')",
            "5:13: $ResourceParam('villa', 'dor') in courier 'bob': house 'villa' has no parameter 'dor'; "
            "it has: bell, door; did you mean 'door'?",
        ),
        (
            "note: $ResourceParam('acre', 'gate')",
            "5:13: $ResourceParam('acre', 'gate') in courier 'bob': farm 'acre' has no parameter 'gate'; it has none",
        ),
        (
            "note: $GetParam('acer', 'Barn::Arn')",
            "5:13: $GetParam('acer', 'Barn::Arn') in courier 'bob': there is no resource 'acer'; did you mean 'acre'?",
        ),
        (
            "note: $Param('acre', 'Ban::Arn')",
            "5:13: $Param('acre', 'Ban::Arn') in courier 'bob': farm 'acre' has no 'Ban'; it has: Barn, Silo; "
            "did you mean 'Barn'?",
        ),
        (
            "note: $Param('acre', 'House::Arn')",
            "5:13: $Param('acre', 'House::Arn') in courier 'bob': farm 'acre' has no 'House'; it has: Barn, Silo",
        ),
        (
            "note: $Param('bob', 'House::Arn')",
            "5:13: $Param('bob', 'House::Arn') in courier 'bob': courier 'bob' has no 'House'; it has none",
        ),
        (
            "note: $CfFormat('{} {}', 'x', $ResourceParam('villa', 'gate'))",
            "5:13: $ResourceParam('villa', 'gate') in courier 'bob': house 'villa' has no parameter 'gate'; "
            "it has: bell, door",
        ),
        (
            "bag:\n  deep:\n    - a\n    - $ResourceParam('acre', 'gate')",
            "8:13: $ResourceParam('acre', 'gate') in courier 'bob': farm 'acre' has no parameter 'gate'; it has none",
        ),
    ],
)
def test_a_wrong_reference_is_said_with_its_place_and_what_is_possible(properties, problem):
    assert _courier_problems(properties) == [problem]


def test_nothing_is_offered_where_there_is_nothing_to_offer():
    assert _courier_problems("home: villa", "bob") == [
        "5:13: 'home' of courier 'bob' names 'villa', which is no resource"
    ]


def test_a_config_without_resources_says_so():
    text = "resources: {}\ncloudformationResources: {T: {Type: X, Note: \"$ResourceParam('a', 'b')\"}}\n"

    assert [problem.message for problem in check_references(_config(text), {}, supported_types=CATALOG.types)] == [
        "$ResourceParam('a', 'b') in CloudFormation resource 'T': there is no resource 'a'; the config has none"
    ]


def test_references_are_found_wherever_a_config_can_have_them():
    problems = _problems(
        """
        resources:
          bob:
            type: courier
            overrides:
              BobCourier:
                Note: $ResourceParam('a', 'x')
        cloudformationResources:
          Topic:
            Type: AWS::SNS::Topic
            DependsOn: $Param('b', 'X::Arn')
        stackConfig:
          outputs:
            - name: c
              value: $ResourceParam('c', 'x')
        """,
        "villa",
    )

    assert [problem.partition("; there is")[0] for problem in problems] == [
        "7:15: $ResourceParam('a', 'x') in courier 'bob': there is no resource 'a'",
        "11:16: $Param('b', 'X::Arn') in CloudFormation resource 'Topic': there is no resource 'b'",
        "15:14: $ResourceParam('c', 'x') in the config: there is no resource 'c'",
    ]


def test_a_list_that_a_directive_gave_has_its_places_where_it_was_written():
    problems = _problems(
        """
        variables:
          friends: [villa, nobody]
        resources:
          bob:
            type: courier
            properties: {visits: $Var().friends}
        """
    )

    assert problems == [
        "3:20: 'visits' of courier 'bob' names 'nobody', which is no resource; there is: villa, bob, aws:ses"
    ]


def test_what_a_logical_id_offers_is_not_checked_here():
    assert _courier_problems("note: $CfResourceParam('Nothing', 'Nope')") == []


def test_a_name_of_a_type_that_is_not_supported_yet_is_no_mistake_of_the_author():
    (problem,) = check_references(
        _config("resources: {bob: {type: courier, properties: {horse: bella}}}"),
        {"bob": RESOURCES["bob"]},
        supported_types=CATALOG.types,
    )

    assert problem.message == ("'horse' of courier 'bob' names a resource of type stable, which is not supported yet")
    assert problem.unsupported
