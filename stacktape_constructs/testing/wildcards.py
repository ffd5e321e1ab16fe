"""Whether policies name what they allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from stacktape_constructs.testing.intrinsics import entries, readable
from stacktape_constructs.testing.statements import Statement, all_statements
from stacktape_constructs.testing.template import TemplateLike, resources_of

_FUNCTION = "assert_no_wildcards"


@attrs.frozen
class AllowedWildcard:
    """A wildcard that is meant.

    Attributes:
        actions: the actions that it is for, separated by spaces; exactly as the policy has them.
        resource: the resource as `assert_no_wildcards` shows it, or a compiled expression for all of it.
        because: why it is not avoided. For who reads the test.

    Examples:
        >>> AllowedWildcard("ecr:GetAuthorizationToken", "*", because="the token is for all registries").actions
        'ecr:GetAuthorizationToken'
    """

    actions: str
    resource: str | re.Pattern[str]
    because: str = attrs.field(kw_only=True)

    def allows(self, action: str, resource: str) -> bool:
        """Whether this is the wildcard that is meant."""
        if action not in self.actions.split():
            return False
        if isinstance(self.resource, re.Pattern):
            return self.resource.fullmatch(resource) is not None
        return self.resource == resource


def assert_no_wildcards(template: TemplateLike, *, allow: Iterable[AllowedWildcard] = ()) -> None:
    """Asserts that no policy of a role, user or group allows an action or a resource with a wildcard.

    `*` and `?` count wherever they stand: in `*`, in `s3:Get*`, in `arn:aws:s3:::shop/*`. So do `NotAction` and
    `NotResource`, which allow what they do not name. Both branches of a `Fn::If` are looked at. What is in managed
    policies and in nested stacks is not in the template: give the template of a nested stack by itself.

    Args:
        template: the template.
        allow: the wildcards that are meant.

    Raises:
        AssertionError: there are others; or one that is allowed is not there any more, for an allowance that nobody
            needs would hide the next one. The message lists them.
        InvalidArgumentError: this is no template.

    Examples:
        >>> statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${Uploads.Arn}/*"}}
        >>> policy = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {"Statement": [statement]}}}
        >>> assert_no_wildcards({"Resources": {"ReaderPolicy": policy}})
        Traceback (most recent call last):
        ...
        AssertionError: policies allow with wildcards:
          s3:GetObject on ${Uploads.Arn}/* (ReaderPolicy)
        >>> meant = AllowedWildcard("s3:GetObject", "${Uploads.Arn}/*", because="all objects of this bucket")
        >>> assert_no_wildcards({"Resources": {"ReaderPolicy": policy}}, allow=[meant])

    https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
    """
    allowed = list(allow)
    found = list(_wildcards(all_statements(resources_of(template, asked_by=_FUNCTION))))
    others = [
        f"  {action} on {resource} ({policy})"
        for policy, action, resource in found
        if not any(each.allows(action, resource) for each in allowed)
    ]
    unused = [
        f"  {action} on {getattr(each.resource, 'pattern', each.resource)}"
        for each in allowed
        for action in each.actions.split()
        if not any(action == met and each.allows(met, resource) for _, met, resource in found)
    ]
    messages = [
        "\n".join([title, *lines])
        for title, lines in (
            ("policies allow with wildcards:", others),
            ("wildcards that are allowed and not there:", unused),
        )
        if lines
    ]
    if messages:
        raise AssertionError("\n".join(messages))


def _wildcards(statements: Iterable[Statement]) -> Iterator[tuple[str, str, str]]:
    """The policy, the action and the resource of each allowance with a wildcard."""
    for statement in statements:
        if not statement.allows:
            continue
        for action in statement.actions or _all_but(statement, "NotAction"):
            for resource in statement.resources or _all_but(statement, "NotResource"):
                if any(mark in text for mark in "*?" for text in (action, resource)):
                    yield statement.policy, action, resource


def _all_but(statement: Statement, key: str) -> list[str]:
    return [f"* but {', '.join(map(readable, entries(statement.document.get(key))))}"]
