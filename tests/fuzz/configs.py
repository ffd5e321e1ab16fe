"""Configs that Hypothesis makes: right by the schema, then damaged.

The shapes come from the classes that read the YAML, so a new property is fuzzed as soon as it is
there. Where a text must have a form of its own, `_TEXTS` says which ones to try.
"""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import strategies as st

from stacktape_constructs.config.schema import CONNECTABLE, Block, FieldShape, TypeShape, fields_of
from stacktape_constructs.resources.registry import event_blocks, resource_type, resource_type_names

_ARNS = (
    "arn:aws:sqs:eu-west-1:123456789012:dead-letters",
    "$ResourceParam('bus', 'arn')",
    "$CfResourceParam('BusEventBus', 'Arn')",
    "$CfFormat('arn:aws:sqs:{}:{}:q', $Region(), $AwsAccountId())",
)

#: Texts by the YAML name of the property they are for.
_TEXTS = {
    "entryfilePath": ("src/a.ts", "src/b.py", "src/c", "src/d.go", "./e.mjs"),
    "packagePath": ("build/app.zip", "build"),
    "handler": ("app.py:handler", "index.handler"),
    "image": ("busybox", "public.ecr.aws/docker/library/busybox:stable", "$Format('busybox:{}', $Stage())"),
    "scheduleRate": ("rate(1 hour)", "rate(5 minutes)", "cron(0 10 * * ? *)"),
    "path": ("/", "/a", "/a/{id}", "/{proxy+}", "/b/{id}/c"),
    "inputPath": ("$.detail", "$.time"),
    "layers": ("arn:aws:lambda:eu-west-1:123456789012:layer:tools:1",),
    "eventSourceName": ("aws.partner/example.com/123/orders",),
    "Action": ("s3:GetObject", "sqs:SendMessage"),
    "Resource": ("arn:aws:s3:::files/*", "$ResourceParam('bus', 'arn')"),
    "identitySources": ("$request.header.Authorization",),
    "allowedOrigins": ("https://example.com", "https://a.example.com"),
    "allowedHeaders": ("x-a", "content-type"),
    "exposedResponseHeaders": ("x-a", "x-b"),
    "onSuccess": _ARNS,
    "onFailure": _ARNS,
    "sqsQueueArn": _ARNS[:1],
    "eventBusArn": ("arn:aws:events:eu-west-1:123456789012:event-bus/other", "$ResourceParam('bus', 'arn')"),
    "Sid": ("Read", "Write1"),
}

#: How a directive begins that only some properties can hold.
_RUNTIME = ("$ResourceParam", "$CfResourceParam", "$CfFormat")

_VALUES = ("a", "3.10", "NO", "012345678901", "5", "true", "$Stage()", "$Var().text", "$ResourceParam('bus', 'arn')")

_PATTERNS: tuple[Any, ...] = (
    {"source": ["my.app"]},
    {"detail-type": ["a", {"prefix": "b"}]},
    {"detail": {"state": [{"anything-but": ["x"]}], "n": [{"numeric": [">", 0, "<=", 5]}]}},
    {"detail": {"name": ["$Var().text"]}, "account": ["123456789012"]},
    {"$or": [{"source": ["a"]}, {"detail": {"b": [{"exists": True}]}}]},
)

_ANYTHING: tuple[Any, ...] = ("text", 5, True, {"a": [1, "b", {"c": None}]}, [], {}, "$Stage()")

#: Properties whose nodes have a shape that the classes do not tell.
_NODES: dict[str, tuple[Any, ...]] = {
    "eventPattern": _PATTERNS,
    "inputPathsMap": ({"x": "$.detail.x"}, {"x": "$.detail.x", "time": "$.time"}),
    "inputTemplate": ({"m": "<x>"}, '"v is <x>"'),
    "Condition": (
        {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        {"ForAnyValue:StringLike": {"aws:TagKeys": ["a", "b*"]}, "Bool": {"aws:SecureTransport": True}},
    ),
}

_CONNECTABLE_TYPES = ("event-bus", "function", "batch-job")

_NAMES = {"event-bus": ("bus",), "http-api-gateway": ("api",), "function": ("f", "g"), "batch-job": ("job",)}


class _Maker:
    """Makes blocks with one source of randomness."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def config(self) -> dict[str, Any]:
        resources = {name: self._resource(kind) for kind in resource_type_names() for name in _NAMES.get(kind, (kind,))}
        names = list(resources)
        self._rng.shuffle(names)
        config: dict[str, Any] = {"variables": {"text": "some text"}, "resources": {n: resources[n] for n in names}}
        if self._rng.random() < 0.2:
            config["stackConfig"] = {"outputs": [{"name": "busArn", "value": "$ResourceParam('bus', 'arn')"}]}
        return config

    def _resource(self, kind: str) -> dict[str, Any]:
        properties = self._block(resource_type(kind).config)
        return {"type": kind, "properties": properties} if properties else {"type": kind}

    def _block(self, block: type[Block]) -> dict[str, Any]:
        made = {
            name: self._value(shape.type, shape)
            for name, shape in fields_of(block).items()
            if shape.property.supported and (shape.required or self._rng.random() < 0.25)
        }
        if self._rng.random() < 0.9:
            self._reconcile(made)
        return made

    def _reconcile(self, made: dict[str, Any]) -> None:
        """Makes properties fit together that are each right by themselves."""
        self._only_one(made, "input", "inputPath", "inputTransformer")
        self._only_one(made, "sqsQueueArn", "sqsQueueName")
        if "eventPattern" in made:
            for name in ("eventBusName", "eventBusArn", "useDefaultBus"):
                made.pop(name, None)
            made.update(self._rng.choice(({"eventBusName": "bus"}, {"useDefaultBus": True})))
            made.pop("onDeliveryFailure", None)
        if made.get("packaging", {}).get("type") == "custom-artifact":
            made.setdefault("runtime", "provided.al2023")
        if "provisionedConcurrency" in made:
            made.pop("reservedConcurrency", None)
        if made.get("path") == "*":
            made["method"] = "*"
        if "Resource" in made:
            made.setdefault("Action", ["s3:GetObject"])
        if "cacheResultSeconds" in made:
            made["identitySources"] = ["$request.header.Authorization"]
        if "allowedOrigins" in made:
            made.pop("allowCredentials", None)
        for list_name in ("Action", "Resource"):
            if not made.get(list_name, True):
                made[list_name] = [_TEXTS[list_name][0]]

    def _only_one(self, made: dict[str, Any], *names: str) -> None:
        given = [name for name in names if name in made]
        for name in given[1:]:
            del made[name]

    def _value(self, shape: TypeShape, field: FieldShape) -> Any:
        described = field.property
        if shape.kind == "list":
            assert shape.item is not None
            count = self._rng.choice((0, 1, 1, 2)) if described.name != "layers" else 1
            return [self._value(shape.item, field) for _ in range(count)]
        if shape.kind == "variant":
            variants = event_blocks() if described.name == "events" else described.variants()  # type: ignore[misc]
            kind = self._rng.choice(list(variants))
            if kind == "cognito":  # there are no user pools yet
                kind = "lambda"
            properties = self._block(variants[kind])
            return {"type": kind, "properties": properties} if properties else {"type": kind}
        if shape.kind == "block":
            assert shape.block is not None
            return self._block(shape.block)
        if shape.kind == "node":
            return copy.deepcopy(self._rng.choice(_NODES.get(described.name, _ANYTHING)))
        if shape.kind == "literal":
            return self._rng.choice(shape.literals)
        if shape.kind == "bool":
            return self._rng.random() < 0.5
        if shape.kind in ("int", "float"):
            if described.choices:
                return self._rng.choice(described.choices)
            low = 60 if described.name == "timeout" else int(described.minimum or 0)
            return self._rng.randint(low, int(described.maximum or low + 100))
        return self._text(field, shape.deferrable)

    def _text(self, field: FieldShape, deferrable: bool) -> str:
        described = field.property
        if described.refers_to:
            kinds = _CONNECTABLE_TYPES if CONNECTABLE in described.refers_to else described.refers_to
            names = [name for kind in kinds for name in _NAMES.get(kind, ())]
            return self._rng.choice(names or ["bus"])
        if described.name == "name":
            return f"NAME_{self._rng.randint(1, 9)}"
        texts = _TEXTS.get(described.name, _VALUES)
        return self._rng.choice([text for text in texts if deferrable or not text.startswith(_RUNTIME)])


def right_configs() -> st.SearchStrategy[dict[str, Any]]:
    """Configs in which every property has the type and the limits that its class says.

    What depends on more than one property, such as one bus per event, may still be wrong.
    """
    return st.integers(0, 2**32 - 1).map(lambda seed: _Maker(random.Random(seed)).config())


_DAMAGE: tuple[Any, ...] = (
    None, "", "x", 0, -1, 1e400, 10**30, True, [], {}, [None], {"type": "function"}, "$Var().nope", "$Nope()",
    "$Var()", "$This()", "$ResourceParam('f', 'arn')", "$ResourceParam('nope', 'arn')", "$CfResourceParam('A', 'B')",
    "$GetParam('bus', 'EventBus::Name')", "$Format('{}', $Secret('a'))", "$Secret('a.b')", "$CfFormat('{}')",
    "$File('nope.yml')", "$)(", "${Token[X.1]}", "${AWS::Region}", "\u0000", "\ud800", "ä" * 300, "*", "a/b",
    "../x", "Stp",
)  # fmt: skip


def damaged_configs() -> st.SearchStrategy[dict[str, Any]]:
    """Configs with one to four places replaced, removed, renamed or repeated."""

    def damage(seed: int) -> dict[str, Any]:
        rng = random.Random(seed)
        config = _Maker(rng).config()
        for _ in range(rng.randint(1, 4)):
            _damage_one(config, rng)
        return config

    return st.integers(0, 2**32 - 1).map(damage)


def _damage_one(config: dict[str, Any], rng: random.Random) -> None:
    places = list(_places(config))
    if not places:  # all of it was removed before
        return
    container, key = rng.choice(places)
    action = rng.randrange(4)
    if action == 0:
        container[key] = copy.deepcopy(rng.choice(_DAMAGE))
    elif action == 1:
        del container[key]
    elif action == 2 and isinstance(container, dict):
        container[rng.choice(("nope", "Type", "type", "name", "properties", f"{key}s"))] = container.pop(key)
    else:
        other, other_key = rng.choice(places)
        try:
            container[key] = copy.deepcopy(other[other_key])
        except (KeyError, IndexError):
            container[key] = None


def _places(value: Any) -> Any:
    if isinstance(value, dict):
        keys: list[Any] = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    else:
        return
    for key in keys:
        yield value, key
        yield from _places(value[key])
