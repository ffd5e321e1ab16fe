"""Graphs for tests: some of configs, and any that Hypothesis makes."""

from __future__ import annotations

from hypothesis import strategies as st

from stacktape_constructs.config.facts import ANY_ACCOUNT, ANY_REGION
from stacktape_constructs.graph.flow import flow_of
from stacktape_constructs.graph.model import Edge, Graph, Node
from tests.configured import read

#: All that a graph can have: circles, a function that reaches itself, texts that are no plain ones.
EVERYTHING = r"""
resources:
  orders: {type: event-bus}
  alone: {type: event-bus}
  api: {type: http-api-gateway}
  selfish:
    type: function
    properties:
      packaging: &code {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
      connectTo: [selfish, orders, orders, job, aws:ses]
      allowAccessTo: [orders]
      events:
        - type: event-bus
          properties:
            eventBusName: orders
            eventPattern: {source: ["</text><script>alert('1')</script> & \"x\""], detail: {a: [$Region()]}}
        - type: http-api-gateway
          properties:
            httpApiGatewayName: api
            method: GET
            path: "/orders/{id}"
            authorizer: {type: lambda, properties: {functionName: guard}}
  guard: {type: function, properties: {packaging: *code}}
  job:
    type: batch-job
    properties:
      container: {packaging: {type: prebuilt-image, properties: {image: busybox}}}
      resources: {cpu: 1, memory: 200}
      connectTo: [orders]
      events:
        - {type: event-bus, properties: {useDefaultBus: true, eventPattern: {source: [aws.s3]}}}
        - type: event-bus
          properties:
            eventBusArn: arn:aws:events:eu-west-1:123456789012:event-bus/partner
            eventPattern: {source: [partner]}
        - {type: schedule, properties: {scheduleRate: rate(1 hour)}}
        - {type: schedule, properties: {scheduleRate: rate(2 hours)}}
"""


def everything() -> Graph:
    return graph_of(EVERYTHING)


def graph_of(text: str) -> Graph:
    return flow_of(read(text, region=ANY_REGION, account_id=ANY_ACCOUNT))


_LINES = st.lists(st.sampled_from(["short", "detail.EventName: " + '"x"' * 9, "x" * 90]), max_size=3)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs of up to twelve boxes, with circles, arrows to the box itself, and parallel arrows."""
    ids = [f"n{index}" for index in range(draw(st.integers(1, 12)))]
    nodes = [
        Node(id, "event-bus", id * draw(st.integers(1, 9)), tuple(draw(_LINES)), is_resource=draw(st.booleans()))
        for id in ids
    ]
    end = st.sampled_from(ids)
    edges = draw(st.lists(st.builds(Edge, end, end, st.booleans()), max_size=20, unique=True))
    return Graph(tuple(nodes), tuple(edges))
