"""Where our templates differ from Stacktape's on purpose, and why.

`docs/deviations.md` says the same for people; a test holds the two together.
"""

from __future__ import annotations

import re

import attrs


@attrs.frozen
class Deviation:
    """A difference in logical id, type or physical name.

    Attributes:
        title: what differs, as the heading in `docs/deviations.md`.
        logical_id: which logical ids it is about.
        difference: what the difference is: `missing`, or the start of what is said about it.
        types: which CloudFormation types it is about; empty for any.
    """

    title: str
    logical_id: re.Pattern[str]
    difference: str
    types: frozenset[str] = frozenset()


def _deviation(title: str, logical_id: str, difference: str = "missing", *types: str) -> Deviation:
    return Deviation(title, re.compile(logical_id), difference, frozenset(types))


DEVIATIONS = (
    _deviation("No deployment bucket and no container registry of the stack's own", r"^StpContainerRepository$"),
    _deviation("Roles are not named", r"Role$", "RoleName", "AWS::IAM::Role"),
    _deviation("No domain of Stacktape's for an API", r"(DomainName|ApiMapping|DefaultDomain(Cert)?CustomResource)$"),
    _deviation("A job has a trigger function only for routes", r"TriggerFunction(Function|Role|LogGroup)$"),
    _deviation("A job has a trigger function only for routes", r"TriggerFunctionEvent\d+Permission$"),
    _deviation("Only the compute that a job uses", r"^StpBatch(OnDemand|Spot)(Gpu)?(JobQueue|ComputeEnvironment)$"),
    _deviation("Compute without roles that AWS Batch no longer needs", r"^StpBatch(Service|SpotFleet)Role$"),
    _deviation("An instance profile for each compute environment", r"^StpBatchInstanceInstanceProfile$"),
    _deviation("A role for each job's state machine", r"^StpBatchStateMachineRole$"),
    _deviation("Versions are published by CloudFormation", r"VersionCustomResource$", "missing"),
)


def deviation_of(logical_id: str, kind: str, difference: str) -> Deviation | None:
    """The deviation that a difference is an instance of."""
    for deviation in DEVIATIONS:
        if (
            deviation.logical_id.search(logical_id)
            and difference.startswith(deviation.difference)
            and (not deviation.types or kind in deviation.types)
        ):
            return deviation
    return None
