from __future__ import annotations

import pytest

from stacktape_constructs.graph.model import Edge, Graph, Node
from tests.graph.graphs import everything, graph_of

CODE = "{type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return everything()


def _node(graph: Graph, id: str) -> Node:
    (node,) = [node for node in graph.nodes if node.id == id]
    return node


def _targets(graph: Graph, source: str) -> list[str]:
    return [edge.target for edge in graph.edges if edge.source == source]


def test_each_resource_is_a_box_in_the_order_of_the_config(graph):
    resources = [(node.title, node.kind) for node in graph.nodes if node.is_resource]

    assert resources == [
        ("orders", "event-bus"),
        ("alone", "event-bus"),
        ("api", "http-api-gateway"),
        ("selfish", "function"),
        ("guard", "function"),
        ("job", "batch-job"),
    ]


def test_a_rule_stands_between_its_bus_and_what_it_starts(graph):
    rule = _node(graph, "selfish.events[0]")

    assert rule.kind == "rule"
    assert rule.lines == (
        'source: "</text><script>alert(\'1\')</script> & \\"x\\""',
        'detail.a: "$Region()"',
    )
    assert rule.id in _targets(graph, "orders")
    assert _targets(graph, rule.id) == ["selfish"]


def test_a_route_stands_between_its_api_and_what_it_calls_and_names_who_decides(graph):
    route = _node(graph, "selfish.events[1]")

    assert (route.kind, route.lines) == ("route", ("GET /orders/{id}",))
    assert _targets(graph, "api") == [route.id]
    assert [edge for edge in graph.edges if edge.source == route.id] == [
        Edge(route.id, "selfish"),
        Edge(route.id, "guard", label="authorizer"),
    ]


def test_what_is_none_of_the_configs_is_a_box_outside(graph):
    outside = [node.title for node in graph.nodes if node.kind == "outside"]

    assert outside == [
        "the default event bus",
        "arn:aws:events:eu-west-1:123456789012:event-bus/partner",
        "time, in UTC",
        "aws:ses",
    ]
    assert _targets(graph, "(time, in UTC)") == ["job.events[2]", "job.events[3]"]


def test_access_is_an_arrow_once_whoever_asks_for_it(graph):
    access = [(edge.source, edge.target) for edge in graph.edges if edge.is_access]

    assert access == [
        ("selfish", "selfish"),
        ("selfish", "orders"),
        ("selfish", "job"),
        ("selfish", "(aws:ses)"),
        ("job", "orders"),
    ]


def test_each_arrow_has_two_ends(graph):
    ids = {node.id for node in graph.nodes}

    assert len(ids) == len(graph.nodes)
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= ids


def test_an_arn_that_is_known_at_deploy_is_shown_as_it_is_written():
    graph = graph_of(f"""
    resources:
      bus: {{type: event-bus}}
      f:
        type: function
        properties:
          packaging: {CODE}
          events:
            - type: event-bus
              properties: {{eventBusArn: "$ResourceParam('bus', 'arn')", eventPattern: {{source: [a]}}}}
    """)

    assert _targets(graph, "($ResourceParam('bus', 'arn'))") == ["f.events[0]"]


def test_a_config_of_raw_resources_alone_has_no_box():
    graph = graph_of("{resources: {}, cloudformationResources: {A: {Type: 'AWS::SNS::Topic'}}}")

    assert graph == Graph((), ())
