"""Config → graph: what starts what, and what has access to what."""

from __future__ import annotations

from collections.abc import Iterator

from stacktape_constructs.config.config import Config, ResourceDeclaration
from stacktape_constructs.config.facts import as_a_config_says_it
from stacktape_constructs.config.schema import CONNECTABLE, Block, fields_of
from stacktape_constructs.config.walk import blocks_in
from stacktape_constructs.graph.model import Edge, Graph, Node
from stacktape_constructs.resources.registry import event_type


def flow_of(config: Config) -> Graph:
    """The resources of a config with their events and connections.

    An event is a box between what it comes from and what it starts: the pattern of a rule, the route of an
    API, the rate of a schedule. CloudFormation resources of the config's own are left out.

    Args:
        config: a config whose references are right.
    """
    return _Flow(config).graph()


class _Flow:
    def __init__(self, config: Config) -> None:
        self._config = config
        self._nodes: dict[str, Node] = {}
        self._edges: dict[Edge, None] = {}  # one connection may be asked for twice

    def graph(self) -> Graph:
        for resource in self._config.resources:
            self._nodes[resource.name] = Node(resource.name, resource.type, resource.name, is_resource=True)
        for resource in self._config.resources:
            for index, event in enumerate(getattr(resource.properties, "events", ())):
                self._event(resource, index, event)
        for resource in self._config.resources:
            for name in _connected(resource.properties):
                self._edges[Edge(resource.name, self._named(name), is_access=True)] = None
        return Graph(tuple(self._nodes.values()), tuple(self._edges))

    def _event(self, resource: ResourceDeclaration, index: int, event: Block) -> None:
        assert event.TYPE is not None
        source = event_type(event.TYPE).source(event)
        condition = tuple(map(as_a_config_says_it, source.condition))
        node = Node(f"{resource.name}.events[{index}]", source.kind, "", condition)
        self._nodes[node.id] = node
        start = source.resource if source.resource is not None else self._outside(source.outside)
        self._edges[Edge(start, node.id)] = None
        self._edges[Edge(node.id, resource.name)] = None
        for label, name in _others_named_in(event):
            self._edges[Edge(node.id, self._named(name), label=label)] = None

    def _named(self, name: str) -> str:
        return name if name in self._nodes else self._outside(name)

    def _outside(self, title: str) -> str:
        id = f"({title})"  # no resource has such a name
        self._nodes.setdefault(id, Node(id, "outside", as_a_config_says_it(title)))
        return id


def _connected(properties: Block) -> Iterator[str]:
    for shape in fields_of(type(properties)).values():
        if CONNECTABLE in shape.property.refers_to:
            yield from getattr(properties, shape.attribute)


def _others_named_in(event: Block) -> Iterator[tuple[str, str]]:
    """Resources named in the blocks of an event, with the property that the block is: an authorizer's function."""
    for name, shape in fields_of(type(event)).items():
        for block in blocks_in(getattr(event, shape.attribute)):
            for inner in fields_of(type(block)).values():
                named = getattr(block, inner.attribute)
                if inner.property.refers_to and isinstance(named, str):
                    yield name, named
