"""What every event bus can do, whether this app made it or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.exact_statement import exact_statement
from stacktape_constructs.cdk.placed_construct import PlacedConstruct, stack_of
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.resources.contracts import RuleTarget
from stacktape_constructs.resources.rule import Pattern, pattern_rule
from stacktape_constructs.resources.rule_delivery import Delivery
from stacktape_constructs.resources.rule_input import InputTransformer

if TYPE_CHECKING:
    from aws_cdk import interfaces

_STATEMENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: A bus of a partner has the name of its source, with slashes in it.
_PUT_EVENTS = "events:PutEvents"


@jsii.implements(iam.IResourceWithPolicyV2)
class EventBusBase(PlacedConstruct):
    """An event bus: the part that `EventBus` and its `from_...` methods have in common.

    It is the type of a bus that may be of another app.

    Attributes:
        event_bus: the bus as CDK knows it.

    Example:
        ```python
        from stacktape_constructs import EventBus, EventBusBase

        def name_of(bus: EventBusBase) -> str:
            return bus.event_bus_name

        name_of(EventBus.from_default_event_bus(stack, "Default"))
        ```
    """

    event_bus: events.IEventBus

    @functools.cached_property
    def event_bus_arn(self) -> str:
        """The bus's ARN."""
        return self.event_bus.event_bus_arn

    @functools.cached_property
    def event_bus_name(self) -> str:
        """The bus's name."""
        return self.event_bus.event_bus_name

    @property
    def env(self) -> interfaces.ResourceEnvironment:
        """The account and region of the bus, which CDK's grants ask for."""
        return self.event_bus.env

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `arn`, and `archiveArn` if there is an archive."""
        return {"arn": self.event_bus_arn}

    @property
    def connect_variables(self) -> Mapping[str, str]:
        """What a consumer that is connected to the bus is told: the bus's parameters."""
        return self.parameters

    def connect_statements(self) -> Sequence[iam.PolicyStatement]:
        """The access that a connection gives: to put events on this bus."""
        return [exact_statement(actions=[_PUT_EVENTS], resources=[self.event_bus_arn])]

    @checks_kinds()
    def grant_put_events_to(self, grantee: iam.IGrantable, *, sid: str | None = None) -> iam.Grant:
        """Allows a principal to put events on exactly this bus.

        A role, user or function of this app gets a statement in its own policy. An account, a service
        or an organization has none here; it gets a statement in the bus's policy, which needs an id.

        Args:
            grantee: who may put events.
            sid: id of the statement in the bus's policy, unique on the bus, 1 to 64 letters, digits,
                `-` or `_`. Only for grantees that have no policy in this app.

        Raises:
            InvalidArgumentError: the bus's policy is needed and `sid` is missing, malformed or taken.
        """
        # Not the CDK bus's own method: without a feature flag that one drops a grant to a service or
        # an account with a mere warning, and on a bus that was not made here it always does.
        arns = [self.event_bus_arn]
        if sid is not None and (problem := self._sid_problem(sid)):
            raise InvalidArgumentError(path=self.node.path, argument="sid", problem=problem)
        grant = iam.Grant.add_to_principal(grantee=grantee, actions=[_PUT_EVENTS], resource_arns=arns)
        if grant.success:
            return grant
        if sid is None:
            raise InvalidArgumentError(
                path=self.node.path,
                argument="sid",
                problem=(
                    f"is required: this {type(grantee.grant_principal).__name__} has no policy in this app, "
                    "so the bus's policy must name it, in a statement with an id; give one such as "
                    "sid='PartnerAccount'"
                ),
            )
        statement = iam.PolicyStatement(
            sid=sid, actions=[_PUT_EVENTS], resources=arns, principals=[grantee.grant_principal]
        )
        return iam.Grant.add_statement_to_resource_policy(
            grantee=grantee, actions=[_PUT_EVENTS], resource_arns=arns, resource=self, statement=statement
        )

    @checks_kinds(statement="aws_iam.PolicyStatement(sid='...', ...)")
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult:
        """Adds a statement to the bus's policy.

        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html

        Args:
            statement: a statement with a principal, this bus or its rules as resource, and a `sid`
                that is unique on the bus: EventBridge keeps statements by their ids.

        Raises:
            InvalidArgumentError: the statement lacks one of them, or its `sid` is malformed or taken.
        """
        sid = statement.sid
        if sid is None:
            raise self._invalid_statement("must have a sid: EventBridge keeps the statements of a bus by it")
        if problem := self._sid_problem(sid):
            raise self._invalid_statement(f"has a sid that {problem}")
        if not statement.has_principal:
            raise self._invalid_statement("must have a principal: it says who may use the bus")
        if not statement.has_resource:
            raise self._invalid_statement("must have a resource: event_bus_arn or ARNs of rules on the bus")
        policy = events.CfnEventBusPolicy(
            self,
            _policy_id(sid),
            event_bus_name=self.event_bus_name,
            statement_id=sid,
            statement=statement.to_json(),
        )
        return iam.AddToResourcePolicyResult(statement_added=True, policy_dependable=policy)

    @checks_kinds(
        pattern="{'source': ['my.app']}",
        input="aws_events.RuleTargetInput.from_text('...')",
    )
    def add_rule(
        self,
        id: str,
        *,
        target: RuleTarget,
        pattern: Pattern,
        input: events.RuleTargetInput | None = None,
        input_path: str | None = None,
        input_transformer: InputTransformer | None = None,
        dead_letter_queue: sqs.IQueue | None = None,
        retry_attempts: int | None = None,
        max_event_age: cdk.Duration | None = None,
        rule_name: str | None = None,
        description: str | None = None,
        enabled: bool = True,
    ) -> events.Rule:
        """Starts a target with the events of this bus that match a pattern.

        The rule lives in the target's scope, so the bus may be in another stack. It has one target, as
        AWS advises. What CDK's `add_event_pattern` adds to the returned rule is not checked, and is
        without effect on a pattern that CDK has no words for, such as one with `$or`.

        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules-best-practices.html

        Args:
            id: id of the rule in the target's scope.
            target: what is started, such as a `Function` or a `BatchJob`.
            pattern: which events match; CDK's `EventPattern`, or AWS's JSON form with keys such as
                `detail-type`, which also knows `$or`.
            input: what the target gets in the place of the event.
            input_path: JSON path of the part of the event that the target gets, such as `$.detail`.
            input_transformer: a template, filled from the event, that the target gets. At most one of
                the three inputs; default: the whole event.
            dead_letter_queue: where events go that could not be delivered. Default: they are lost.
            retry_attempts: 0 to 185; AWS's default is 185.
            max_event_age: 60 seconds to 24 hours; AWS's default is 24 hours.
            rule_name: physical name. Default: CloudFormation names the rule.
            description: what the rule is for, up to 512 characters.
            enabled: whether the rule is on.

        Raises:
            InvalidArgumentError: the pattern, the input or a limit is wrong.
        """
        elsewhere = self._is_of_another_account(target, id)
        return pattern_rule(
            id,
            target=target,
            event_bus=None if elsewhere else self._event_bus_of_rules,
            event_bus_arn=self.event_bus_arn if elsewhere else self._event_bus_arn_of_rules,
            pattern=pattern,
            delivery=Delivery(
                input=input,
                input_path=input_path,
                input_transformer=input_transformer,
                dead_letter_queue=dead_letter_queue,
                retry_attempts=retry_attempts,
                max_event_age=max_event_age,
            ),
            rule_name=rule_name,
            description=description,
            enabled=enabled,
        )

    @property
    def _event_bus_of_rules(self) -> events.IEventBus | None:
        """The bus that a rule on this bus names; None for the default bus, and for one by its ARN."""
        return self.event_bus

    @property
    def _event_bus_arn_of_rules(self) -> str | None:
        """The ARN that a rule on this bus says, in the place of a bus."""
        return None

    def _is_of_another_account(self, target: RuleTarget, id: str) -> bool:
        """Whether a rule of a target has to say the bus by its ARN: a name means a bus of the rule's own account.

        Raises:
            InvalidArgumentError: the target is in another region, where no rule sees the bus.
        """
        scope = getattr(target, "rule_scope", None)
        if scope is None or (stack_of(scope) is self.stack and self._event_bus_arn_of_rules is None):
            return False
        here, there = self.env, stack_of(scope)
        if _differ(here.region, there.region):
            raise InvalidArgumentError(
                path=f"{scope.node.path}/{id}",
                argument="target",
                problem=f"is in {there.region}, and the bus {self.node.path} in {here.region}, out of which no rule "
                "leads; put the target into the bus's region, or let a rule there send the events on",
            )
        return _differ(here.account, there.account)

    def _sid_problem(self, sid: str) -> str | None:
        if not _STATEMENT_ID.fullmatch(sid):
            return f"must be 1 to 64 letters, digits, '-' or '_', got '{sid}'"
        if self.node.try_find_child(_policy_id(sid)) is not None:
            return f"must be unique on the bus, got '{sid}' again"
        return None

    def _invalid_statement(self, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self.node.path, argument="statement", problem=problem)


def _differ(one: str, other: str) -> bool:
    """Whether two accounts or regions are known to be two."""
    return one != other and not is_unresolved(one) and not is_unresolved(other)


def _policy_id(sid: str) -> str:
    return f"{sid}Policy"
