"""What Stacktape made of a config, and how a template of ours differs from it."""

from __future__ import annotations

import enum
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.corpus.deviations import Deviation, deviation_of


class Likeness(enum.Enum):
    """How a resource of a record is met in our template."""

    SAME = "same"
    DEVIATES = "deviates as documented"
    DIFFERS = "differs"


@attrs.frozen
class Comparison:
    """One resource of a record."""

    logical_id: str
    likeness: Likeness
    deviation: Deviation | None = None
    difference: str = ""


@attrs.frozen
class Record:
    """What Stacktape made of a config.

    Attributes:
        accepted: whether it accepted the config.
        resources: the CloudFormation resources by logical id, if it did.
    """

    accepted: bool
    resources: Mapping[str, Mapping[str, Any]]


def read_record(config: Path) -> Record | None:
    """The record beside a config, if there is one."""
    path = config.with_suffix(".json.gz")
    if not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as file:
        content = json.load(file)
    return Record(bool(content["ok"]), content.get("resources") or {})


def compare(record: Record, template: Mapping[str, Any]) -> Iterator[Comparison]:
    """Compares logical id, type and physical names, resource by resource of the record."""
    ours = template.get("Resources", {})
    for logical_id, theirs in record.resources.items():
        difference = _difference(theirs, ours.get(logical_id))
        if difference is None:
            yield Comparison(logical_id, Likeness.SAME)
            continue
        deviation = deviation_of(logical_id, str(theirs["Type"]), difference)
        likeness = Likeness.DIFFERS if deviation is None else Likeness.DEVIATES
        yield Comparison(logical_id, likeness, deviation, difference)


def _difference(theirs: Mapping[str, Any], ours: Mapping[str, Any] | None) -> str | None:
    if ours is None:
        return "missing"
    if ours["Type"] != theirs["Type"]:
        return f"type {ours['Type']}"
    own = ours.get("Properties", {})
    for name, value in theirs.get("Properties", {}).items():
        # Only texts: a Ref or Fn::GetAtt leads to a resource that is compared itself.
        if name.endswith("Name") and isinstance(value, str) and own.get(name) != value:
            return f"{name} {own.get(name)!r}"
    return None
