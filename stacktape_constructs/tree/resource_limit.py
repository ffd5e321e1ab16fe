"""CloudFormation's limit of resources in a stack, told with the line at which a config goes over it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import aws_cdk as cdk

from stacktape_constructs.config.config import Config
from stacktape_constructs.errors import Problem
from stacktape_constructs.source import Position
from stacktape_constructs.tree.stack_resources import StackResource

#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_MOST = 500

#: The CDK's own name for another limit, which it would check in the end; 0 is none.
#: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Stack.html
_CONTEXT = "@aws-cdk/core:stackResourceLimit"


def limit_problem(stack: cdk.Stack, config: Config, resources: Sequence[StackResource]) -> Problem | None:
    """What is wrong if there are too many resources.

    Args:
        stack: the stack, whose context may have another limit.
        config: the config.
        resources: all CloudFormation resources of the stack.
    """
    other = stack.node.try_get_context(_CONTEXT)
    # What is no number is the CDK's to refuse.
    most = int(other) if str(other).isdecimal() else _MOST
    if most == 0 or len(resources) <= most:
        return None
    kinds = Counter(made.kind for made in resources)
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    message = (
        f"makes {len(resources)} CloudFormation resources with all else, and a stack can have {most}: {listed}; "
        "move some of the config's resources into a second config, export what it must be told of the first "
        "(stackConfig.outputs, export: true) and read that by $CfStackOutput"
    )
    position, subject = _over(config, resources, most)
    return Problem(position, f"{subject} {message}")


def _over(config: Config, resources: Sequence[StackResource], most: int) -> tuple[Position, str]:
    """Where the first entry of the config stands with which there are too many, and what it is called."""
    owners = Counter(made.owner for made in resources)
    entries = [(each.position, each.subject, each.name) for each in config.resources]
    entries += [(each.position, each.logical_id, f"cloudformation-{each.logical_id}") for each in config.raw_resources]
    # What is shared is needed by all.
    shared = len(resources) - sum(owners[owner] for _, _, owner in entries)
    totals = itertools.accumulate((owners[owner] for _, _, owner in entries), initial=shared)
    next(totals)
    return next(
        (position, subject) for (position, subject, _), total in zip(entries, totals, strict=True) if total > most
    )
