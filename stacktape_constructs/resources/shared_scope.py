"""The one scope of a stack in which its constructs share what is needed once: a VPC, compute."""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from constructs import Construct

from stacktape_constructs.naming import SHARED_SCOPE_ID


def shared_scope(scope: Construct) -> Construct:
    """The scope for shared constructs of the stack that `scope` is in; made at first use."""
    stack = cdk.Stack.of(scope)
    existing = stack.node.try_find_child(SHARED_SCOPE_ID)
    return cast(Construct, existing) if existing is not None else Construct(stack, SHARED_SCOPE_ID)
