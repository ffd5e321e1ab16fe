"""What others may do with a resource of a type and what they are told of it, read from the policies of who did."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import Any

from aws_cdk import assertions
from aws_cdk import aws_iam as iam

from stacktape_constructs.naming import pascal_case
from stacktape_constructs.resources.connections import variable_name
from stacktape_constructs.resources.registry import resource_type, resource_type_names
from stacktape_constructs.testing.intrinsics import entries, readable
from tools.resource_pages.conditions import conditions, in_words
from tools.resource_pages.tables import code, either, table
from tools.resource_pages.trials import CALLER, Trials, built, is_workload, trials_of_all

#: Actions, with what they are allowed on.
Grant = tuple[tuple[str, ...], tuple[str, ...]]

_PSEUDO = {"${AWS::Partition}": "aws", "${AWS::Region}": "<region>", "${AWS::AccountId}": "<account>"}


def access_section(type_name: str) -> str:
    """What a page says of the parameters of a type, and of the access to it."""
    made = trials_of_all()[type_name]
    connectable = resource_type(type_name).connectable
    paragraphs = [_parameters_table(type_name, made)]
    if connectable:
        workloads = either([f"`{name}`" for name in resource_type_names() if is_workload(name)])
        grants = granted_by_connection(type_name)
        paragraphs += [
            f"What names `{made.name}` in `connectTo`, a {workloads}, gets the variables above and may do what "
            "follows; in `allowAccessTo`, the same without the variables.",
            table(["actions", "on"], [(code(*actions), code(*on)) for actions, on in grants]),
        ]
        if any("*" in resource for _, on in grants for resource in on):
            paragraphs.append("[Grants](../grants.md#wildcards) says why there is a `*`.")
    else:
        paragraphs.append("`connectTo` cannot name a resource of this type.")
    for method, grants in granted_in_python(type_name).items():
        allowed = " and ".join(f"{code(*actions)} on {' and '.join(map(code, on))}" for actions, on in grants)
        paragraphs.append(f"In Python, `{made.name}.{method}(grantee)` allows {allowed}.")
    return "\n\n".join(paragraphs)


def _parameters_table(type_name: str, made: Trials) -> str:
    told = variables(type_name)
    return table(
        ["parameter of `$ResourceParam`", "variable after `connectTo`", "value", "when"],
        [
            (
                f"`{name}`",
                f"`{told[name]}`" if name in told else "",
                parameter.doc.removesuffix("."),
                in_words(conditions({trial.option: name in trial.parameters for trial in made.trials})),
            )
            for name, parameter in resource_type(type_name).parameters.items()
        ],
    )


def variables(type_name: str) -> Mapping[str, str]:
    """The variables that a function connected to the example has in one of the trials, by parameter."""
    made = trials_of_all()[type_name]
    if not resource_type(type_name).connectable:
        return {}
    set_here: set[str] = set()
    for trial in made.trials:
        function = trial.resources[f"{pascal_case(CALLER)}Function"]
        set_here |= set(function["Properties"].get("Environment", {}).get("Variables", {}))
    names = {parameter: variable_name(made.name, parameter) for parameter in resource_type(type_name).parameters}
    return {parameter: name for parameter, name in names.items() if name in set_here}


def granted_by_connection(type_name: str) -> list[Grant]:
    """What a function that is connected to the example may do."""
    policy = trials_of_all()[type_name].least.resources[f"{pascal_case(CALLER)}ConnectToPolicy"]
    return _grants(policy)


@functools.cache
def granted_in_python(type_name: str) -> Mapping[str, list[Grant]]:
    """What each method `grant_...` of the construct allows, by the method's name."""
    made = trials_of_all()[type_name]
    found = {}
    for name, _ in inspect.getmembers(made.construct, inspect.isfunction):
        if name.startswith("grant_"):
            found[name] = _grants(_policy_of(type_name, name))
    return found


def _policy_of(type_name: str, method: str) -> Mapping[str, Any]:
    """The policy of a role after a method of the example's construct was called with it."""
    stack, construct = built(type_name)
    getattr(construct, method)(iam.Role(stack, "Grantee", assumed_by=iam.AccountRootPrincipal()))
    resources = assertions.Template.from_stack(stack).to_json()["Resources"]
    policies = [found for id, found in resources.items() if id.startswith("GranteeDefaultPolicy")]
    (policy,) = policies
    assert isinstance(policy, dict)
    return policy


def _grants(policy: Mapping[str, Any]) -> list[Grant]:
    return [
        (
            tuple(readable(action) for action in entries(statement["Action"])),
            tuple(shortened(readable(resource)) for resource in entries(statement["Resource"])),
        )
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def shortened(resource: str) -> str:
    """The ARN of a resource, with words in the place of what only the deployment knows."""
    for reference, text in _PSEUDO.items():
        resource = resource.replace(reference, text)
    return resource
