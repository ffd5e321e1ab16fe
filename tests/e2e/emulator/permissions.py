"""Whether IAM lets somebody act, for the calls that ministack lets through unasked.

ministack checks the requests that arrive over HTTP. It does not check what one of its services does in
another: a rule that invokes a function, a state machine that submits a job. AWS does, and so does this
module, with ministack's own evaluation of policies. Whatever is refused, here or there, is written to the
file that E2E_DENIALS names, one JSON object a line, so a test can tell what was refused from what was late.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

_lock = threading.Lock()


def record_denial(principal: str, action: str, resource: str) -> None:
    """Writes down that somebody was refused something."""
    entry = {"principal": principal.split(":", 5)[-1], "action": action, "resource": resource}
    with _lock, Path(os.environ["E2E_DENIALS"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def role_may(role_arn: str, *, service: str, action: str, resource: str, source_arn: str = "") -> bool:
    """Whether a service may do something in a role: the role must trust it, and have the permission."""
    name = role_arn.rsplit("/", 1)[-1]
    role = iam._roles.get_scoped(get_account_id(), None, name)
    if role is None or not _trusts(role, service, source_arn):
        record_denial(service, "sts:AssumeRole", role_arn)
        return False
    policies = iam_evaluator._gather_role_policies(name, get_account_id())
    if iam_evaluator.evaluate(_context(role_arn, action, resource), policies).decision == "Allow":
        return True
    record_denial(role_arn, action, resource)
    return False


def role_trusts(role_arn: str, *, service: str) -> bool:
    """Whether a service can act in a role at all."""
    role = iam._roles.get_scoped(get_account_id(), None, role_arn.rsplit("/", 1)[-1])
    if role is not None and _trusts(role, service, ""):
        return True
    record_denial(service, "sts:AssumeRole", role_arn)
    return False


def policy_lets(
    policy: str | dict[str, Any] | None,
    *,
    service: str,
    action: str,
    resource: str,
    source_arn: str,
    conditions: dict[str, str] | None = None,
) -> bool:
    """Whether a resource's own policy lets a service in; `*` as the service is anybody."""
    keys = {"aws:sourcearn": source_arn, "aws:sourceaccount": get_account_id(), **(conditions or {})}
    context = _context(service, action, resource, keys)
    if policy and _resource_policy_allows(policy, context, service):
        return True
    record_denial(service, action, resource)
    return False


def caller_may(action: str, *resources: str) -> bool:
    """Whether who sent the request that is being answered may do something with all the resources."""
    caller = iam_evaluator.caller_arn()
    if caller.endswith(":root"):
        return True
    name = iam_evaluator._role_name_from_assumed_arn(caller)
    policies = iam_evaluator._gather_role_policies(name, get_account_id())
    for resource in resources:
        if iam_evaluator.evaluate(_context(caller, action, resource), policies).decision != "Allow":
            record_denial(caller, action, resource)
            return False
    return True


def record_denied_requests() -> None:
    """Writes down what ministack's own check of requests refuses, too."""
    enforce = iam_evaluator.enforce

    def recording(
        access_key_id: str, iam_action: str, service: str, region: str, resource_arn: str = "*", **context: Any
    ) -> Any:
        if service in ("batch", "ecr"):
            # ministack does not know their resources and would refuse what is allowed on one. The handlers
            # of requests to Batch ask caller_may; to ECR only the CDK's own publishing role sends some.
            return None
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, **context)
        if isinstance(denied, iam_evaluator.EvalResult):
            record_denial(denied.principal_arn, iam_action, resource_arn)
        return denied

    iam_evaluator.enforce = recording


def _trusts(role: dict[str, Any], service: str, source_arn: str) -> bool:
    trust = role.get("AssumeRolePolicyDocument") or {}
    trust = json.loads(trust) if isinstance(trust, str) else trust
    statements = trust.get("Statement") or []
    if isinstance(statements, dict):
        statements = [statements]
    # A trust policy names no resource, which is the role; the evaluation of policies wants one.
    document = {"Statement": [{**statement, "Resource": "*"} for statement in statements]}
    keys = {"aws:sourcearn": source_arn, "aws:sourceaccount": get_account_id()}
    return _resource_policy_allows(document, _context(service, "sts:AssumeRole", "*", keys), service)


def _resource_policy_allows(policy: str | dict[str, Any], context: iam_evaluator.EvalContext, service: str) -> bool:
    return iam_evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow"


def _context(
    principal: str, action: str, resource: str, conditions: dict[str, str] | None = None
) -> iam_evaluator.EvalContext:
    return iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type="Service",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context=conditions or {},
    )
