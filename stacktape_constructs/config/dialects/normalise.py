"""The rules of all dialects, applied to one config."""

from __future__ import annotations

from stacktape_constructs.config.dialects.packaging import image_config, package_config
from stacktape_constructs.config.dialects.rewriting import (
    flag,
    inside,
    is_text,
    is_true,
    renamed,
    text,
    with_entry,
    without,
)
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode, SequenceNode

_RENAMED_TYPES = {"container-workload": "multi-container-workload", "dynamo-table": "dynamo-db-table"}
_BUS_SELECTORS = ("eventBusName", "eventBusArn", "useDefaultBus")


def normalise(root: MappingNode) -> MappingNode:
    """The config in today's language."""
    old = _is_of_2021(root)
    root = renamed(root, {"stackName": "serviceName", "providerConfiguration": "providerConfig"})
    root = _outputs(_tags(root))
    return inside(
        root,
        "resources",
        lambda resources: MappingNode(
            resources.position,
            tuple(
                (name, _resource(resource, old) if isinstance(resource, MappingNode) else resource)
                for name, resource in resources.entries
            ),
        ),
    )


def _is_of_2021(root: MappingNode) -> bool:
    """Whether the file shows a key that no file has had since 2022."""
    resources = root.get("resources")
    wrappers = [r for _, r in resources.entries] if isinstance(resources, MappingNode) else []
    return "stackName" in root or any(isinstance(r, MappingNode) and "Type" in r for r in wrappers)


def _tags(root: MappingNode) -> MappingNode:
    """Top-level `tags` moved under `stackConfig`."""
    tags = root.get("tags")
    return root if tags is None else _into_stack_config(without(root, "tags"), "tags", tags)


def _outputs(root: MappingNode) -> MappingNode:
    """The three older forms of `stackConfig.outputs`."""
    outputs = root.get("outputs")
    if isinstance(outputs, MappingNode):
        values = outputs.get("values")
        if values is not None:
            return _into_stack_config(without(root, "outputs"), "outputs", values)
    return inside(root, "stackConfig", _stack_config)


def _into_stack_config(root: MappingNode, key: str, value: Node) -> MappingNode:
    if isinstance(root.get("stackConfig"), MappingNode):
        return inside(root, "stackConfig", lambda config: with_entry(config, key, value))
    entries = ((text(value.position, key), value),)
    return with_entry(root, "stackConfig", MappingNode(value.position, entries))


def _stack_config(config: MappingNode) -> MappingNode:
    outputs = config.get("outputs")
    if not isinstance(outputs, MappingNode):
        return config
    values = outputs.get("customValues")
    if values is None:
        values = SequenceNode(outputs.position, tuple(_output_of_2020(name, value) for name, value in outputs.entries))
    return with_entry(without(config, "outputs"), "outputs", values)


def _output_of_2020(name: ScalarNode, output: Node) -> Node:
    if not isinstance(output, MappingNode):
        return output
    renamed_output = renamed(output, {"Value": "value", "Description": "description"})
    return with_entry(renamed_output, "name", text(name.position, name.text))


def _resource(resource: MappingNode, old: bool) -> MappingNode:
    resource = renamed(resource, {"Type": "type", "Properties": "properties"})
    kind = resource.get("type")
    if isinstance(kind, ScalarNode) and kind.text in _RENAMED_TYPES:
        renamed_kind = text(kind.position, _RENAMED_TYPES[kind.text])
        resource = MappingNode(
            resource.position,
            tuple((k, renamed_kind if k.text == "type" else v) for k, v in resource.entries),
        )
    if old and is_empty_properties(resource):
        resource = without(resource, "properties")
    return inside(resource, "properties", lambda properties: _properties(properties, old))


def is_empty_properties(resource: MappingNode) -> bool:
    """Whether `properties` is written as an empty mapping, which says nothing."""
    properties = resource.get("properties")
    return isinstance(properties, MappingNode) and not properties.entries


def _properties(properties: MappingNode, old: bool) -> MappingNode:
    properties = package_config(properties)
    properties = inside(properties, "container", image_config)
    properties = _access_control(properties)
    properties = _access_logs(properties)
    events = properties.get("events")
    if isinstance(events, SequenceNode):
        rewritten = SequenceNode(
            events.position,
            tuple(_event(event, old) if isinstance(event, MappingNode) else event for event in events.items),
        )
        properties = MappingNode(
            properties.position,
            tuple((k, rewritten if k.text == "events" else v) for k, v in properties.entries),
        )
    return properties


def _access_control(properties: MappingNode) -> MappingNode:
    """`accessControl.allowAccessTo` gave access like `connectTo` does, but no variables."""
    control = properties.get("accessControl")
    if not isinstance(control, MappingNode):
        return properties
    properties = without(properties, "accessControl")
    return MappingNode(properties.position, (*properties.entries, *control.entries))


def _access_logs(properties: MappingNode) -> MappingNode:
    """`accessLogs` was off unless enabled; `logging` is on unless disabled."""
    logs = properties.get("accessLogs")
    if not isinstance(logs, MappingNode) or "logging" in properties:
        return properties
    disabled = flag(logs.position, not is_true(logs.get("enabled")))
    logging = with_entry(without(logs, "enabled"), "disabled", disabled)
    return with_entry(without(properties, "accessLogs"), "logging", logging)


def _event(event: MappingNode, old: bool) -> MappingNode:
    if is_text(event.get("type"), "event-bus"):
        return inside(event, "properties", lambda properties: _bus_event(properties, old))
    if is_text(event.get("type"), "http-api-gateway"):
        return inside(event, "properties", lambda p: inside(p, "authorizer", _authorizer))
    return event


def _bus_event(properties: MappingNode, old: bool) -> MappingNode:
    properties = renamed(properties, {"customEventBusArn": "eventBusArn"})
    # Before buses had names in the language, an event without the ARN of one was of the default bus.
    if old and not any(selector in properties for selector in _BUS_SELECTORS):
        return with_entry(properties, "useDefaultBus", flag(properties.position, True))
    return properties


def _authorizer(authorizer: MappingNode) -> MappingNode:
    """In the summer of 2021 an authorizer's properties stood beside its type."""
    beside = without(authorizer, "type", "properties")
    if "properties" in authorizer or not beside.entries:
        return authorizer
    return with_entry(without(authorizer, *beside.keys()), "properties", beside)
