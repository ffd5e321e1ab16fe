"""What a reference can be checked against: each resource, reduced to what others may say of it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class ReferenceTarget:
    """One resource as others see it.

    Attributes:
        name: its name in the file.
        type: its resource type.
        parameters: what `$ResourceParam` can read of it.
        connectable: whether `connectTo` can reach it.
        labels: the names that configs of 2021 had for the CloudFormation resources it is made of,
            and the logical ids these have.
    """

    name: str
    type: str
    parameters: frozenset[str]
    connectable: bool
    labels: Mapping[str, str]

    def label(self, word: str) -> str | None:
        """The logical id that a label of 2021 stands for, in any case."""
        return {label.lower(): logical_id for label, logical_id in self.labels.items()}.get(word.lower())
