"""`EventBus`: an EventBridge bus, its archive, and the ways to reach buses made elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs
import aws_cdk as cdk
from aws_cdk import aws_events as events
from constructs import Construct

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.cdk.argument_lengths import length_problem
from stacktape_constructs.cdk.json_null import renders_null
from stacktape_constructs.cdk.tokens import is_unresolved
from stacktape_constructs.errors import InvalidArgumentError
from stacktape_constructs.event_pattern import check_event_pattern
from stacktape_constructs.resources.event_bus.base import EventBusBase as EventBusBase
from stacktape_constructs.resources.event_bus.imported import ImportedEventBus
from stacktape_constructs.resources.rule import MAX_DESCRIPTION, Pattern, pattern_json

_BUS_NAME = re.compile(r"[A-Za-z0-9._-]{1,256}")
_EVENT_SOURCE_NAME = re.compile(r"aws\.partner(/[A-Za-z0-9._-]+){2,}")
_ARCHIVE_NAME = re.compile(r"[A-Za-z0-9._-]{1,48}")
_SECONDS_PER_DAY = 86_400


@attrs.frozen(kw_only=True)
class EventBusArchive:
    """An archive of a bus's events, from which they can be replayed.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html

    Attributes:
        retention: how long events are kept, in whole days. Default: without end.
        archive_name: physical name, up to 48 letters, digits, `.`, `-` or `_`. Default: CloudFormation
            names the archive.
        description: what the archive is for, up to 512 characters.
        event_pattern: which events are kept, in the forms of `EventBus.add_rule`. Default: all.
        removal_policy: what becomes of the archive, and of its bus with it, when they leave the stack.
            Default: both are kept, unless they were made by a deployment that fails.

    Example:
        ```python
        from stacktape_constructs import EventBus, EventBusArchive

        EventBus(stack, "Audited", archive=EventBusArchive(retention=cdk.Duration.days(90)))
        ```
    """

    retention: cdk.Duration | None = None
    archive_name: str | None = None
    description: str | None = None
    event_pattern: Pattern | None = None
    removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE


class EventBus(EventBusBase):
    """An EventBridge event bus: publishers put events on it, rules start targets with them.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html

    Args:
        scope: the parent.
        id: the id within the parent.
        event_bus_name: physical name, up to 256 letters, digits, `.`, `-` or `_`. Default: CDK names
            the bus.
        event_source_name: partner event source that the bus receives, such as
            `aws.partner/example.com/shop`. The bus then has the source's name.
        description: what the bus is for, up to 512 characters.
        archive: keep the bus's events. Default: no archive.

    Attributes:
        event_bus: the CDK bus.
        archive: the archive, if there is one. It is CDK's `CfnArchive` (an `IArchiveRef`): the
            `Archive` above that one adds no method and writes an empty encryption key.

    Raises:
        InvalidArgumentError: when a name is malformed, the two names differ, a description is too long, or
            the archive keeps events for no whole number of days or has a wrong pattern.

    Example:
        ```python
        from aws_cdk import aws_lambda
        from stacktape_constructs import EventBus, EventBusArchive

        orders = EventBus(stack, "Orders", archive=EventBusArchive(retention=cdk.Duration.days(30)))
        checkout = aws_lambda.Function(
            stack,
            "Checkout",
            runtime=aws_lambda.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=aws_lambda.Code.from_inline("def handler(event, context): ..."),
            environment={"BUS_ARN": orders.event_bus_arn},
        )
        orders.grant_put_events_to(checkout)
        # orders.add_rule("OnPaid", target=a_function, pattern={"detail-type": ["Order Paid"]})
        ```
    """

    event_bus: events.EventBus
    archive: events.CfnArchive | None

    @checks_kinds(archive="EventBusArchive(retention=cdk.Duration.days(30))")
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        event_bus_name: str | None = None,
        event_source_name: str | None = None,
        description: str | None = None,
        archive: EventBusArchive | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._check_names(event_bus_name, event_source_name)
        self._check_description("description", description)
        self.event_bus = events.EventBus(
            self,
            "Default",
            # CDK takes either name; a partner bus has the name of its source.
            event_bus_name=event_bus_name if event_source_name is None else None,
            event_source_name=event_source_name,
            description=description,
        )
        self.archive = self._make_archive(archive) if archive is not None else None

    @staticmethod
    @checks_kinds()
    def from_default_event_bus(scope: Construct, id: str) -> EventBusBase:
        """The bus that every account has in every region, on which AWS services put their events."""
        return ImportedEventBus(scope, id)

    @staticmethod
    @checks_kinds()
    def from_event_bus_arn(scope: Construct, id: str, event_bus_arn: str) -> EventBusBase:
        """An existing bus by its ARN: the way to a bus in another account.

        Raises:
            InvalidArgumentError: the text is no ARN of an event bus.
        """
        return ImportedEventBus(scope, id, arn=event_bus_arn)

    @staticmethod
    @checks_kinds()
    def from_event_bus_name(scope: Construct, id: str, event_bus_name: str) -> EventBusBase:
        """An existing bus of this account and region by its name.

        Raises:
            InvalidArgumentError: the text is the ARN of a bus, or no name that a bus can have.
        """
        return ImportedEventBus(scope, id, name=event_bus_name)

    @property
    def parameters(self) -> Mapping[str, str]:
        """What `$ResourceParam` can read: `arn`, and `archiveArn` if there is an archive."""
        parameters = {"arn": self.event_bus_arn}
        if self.archive is not None:
            parameters["archiveArn"] = self.archive.attr_arn
        return parameters

    def _check_names(self, event_bus_name: str | None, event_source_name: str | None) -> None:
        if event_source_name is not None:
            if not is_unresolved(event_source_name) and not _EVENT_SOURCE_NAME.fullmatch(event_source_name):
                raise self._invalid(
                    "event_source_name",
                    f"must be the name of a partner event source such as 'aws.partner/example.com/shop', "
                    f"got '{event_source_name}'",
                )
            if event_bus_name not in (None, event_source_name):
                raise self._invalid(
                    "event_bus_name",
                    f"must be left out or equal event_source_name: a partner bus has the name of its source, "
                    f"'{event_source_name}', got '{event_bus_name}'",
                )
        elif event_bus_name is not None and not is_unresolved(event_bus_name):
            if event_bus_name == "default":
                raise self._invalid(
                    "event_bus_name",
                    "must not be 'default', which every account has; use EventBus.from_default_event_bus",
                )
            if not _BUS_NAME.fullmatch(event_bus_name):
                raise self._invalid(
                    "event_bus_name",
                    f"must be 1 to 256 letters, digits, '.', '-' or '_', got '{event_bus_name}'",
                )

    def _check_description(self, argument: str, description: str | None) -> None:
        if problem := length_problem(description, most=MAX_DESCRIPTION):
            raise self._invalid(argument, problem)

    def _make_archive(self, archive: EventBusArchive) -> events.CfnArchive:
        name = archive.archive_name
        if name is not None and not is_unresolved(name) and not _ARCHIVE_NAME.fullmatch(name):
            raise self._invalid(
                "archive.archive_name", f"must be 1 to 48 letters, digits, '.', '-' or '_', got '{name}'"
            )
        self._check_description("archive.description", archive.description)
        pattern = None if archive.event_pattern is None else pattern_json(archive.event_pattern)
        if pattern is not None and (faults := check_event_pattern(pattern)):
            raise self._invalid("archive.event_pattern", f"is wrong: {'; '.join(map(str, faults))}")
        if renders_null(pattern or {}, self.stack):
            raise self._invalid(
                "archive.event_pattern",
                "must not hold null, which CloudFormation refuses in the pattern of an archive; match the other "
                "fields only, or archive every event",
            )
        made = events.CfnArchive(
            self,
            "Archive",
            source_arn=self.event_bus_arn,
            archive_name=name,
            description=archive.description,
            event_pattern=pattern,
            retention_days=self._retention_days(archive.retention),
        )
        made.apply_removal_policy(archive.removal_policy)
        # Events can be replayed to the bus they came from only. And AWS deletes no bus that has rules:
        # an archive has one on its bus.
        self.event_bus.apply_removal_policy(archive.removal_policy)
        return made

    def _retention_days(self, retention: cdk.Duration | None) -> float | None:
        if retention is None:
            return None
        if not retention.is_unresolved():
            days = retention.to_seconds(integral=False) / _SECONDS_PER_DAY
            if days < 1 or days != int(days):
                raise self._invalid(
                    "archive.retention",
                    f"must be a whole number of days, at least 1, got {days:g} days; leave it out to keep "
                    "events without end",
                )
        return retention.to_days()

    def _invalid(self, argument: str, problem: str) -> InvalidArgumentError:
        return InvalidArgumentError(path=self.node.path, argument=argument, problem=problem)
