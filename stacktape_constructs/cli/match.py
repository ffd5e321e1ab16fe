"""`match`: which rules of a config an event reaches."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from stacktape_constructs.cli.config_options import add_config_options, open_config, read_config
from stacktape_constructs.cli.parser import Commands
from stacktape_constructs.config.config import Config
from stacktape_constructs.config.expression import Expression
from stacktape_constructs.config.facts import ANY_ACCOUNT, ANY_REGION, as_a_config_says_it
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.errors import ConfigError, InvalidPatternError, did_you_mean
from stacktape_constructs.event_pattern import matches
from stacktape_constructs.event_pattern.explain import certain_mismatches, mismatches
from stacktape_constructs.event_pattern.faults import PatternPath
from stacktape_constructs.resources.event_bus.event import EventBusEvent

_DESCRIPTION = """\
Says which event-bus rules of a config an event reaches, and what keeps it from the others. The event is a file of
JSON, as a target gets it: with source, detail-type and detail.

Exit code: 0 if a rule matches, 1 if none does, 3 if none does and of some it is not known, for their patterns have
what is only known at deploy; 2 if the config or the event cannot be read.
"""

_DEFAULT_BUS = "default"
#: The fields of an entry of PutEvents, which is not yet what rules see.
_OF_PUT_EVENTS = ("Source", "DetailType", "Detail")

_STANDARD_INPUT = "-"
#: The exit code where no rule is known to match, and one may. It is not that of a command that cannot be followed.
_NOT_KNOWN = 3


@attrs.frozen
class Rule:
    """One event of a workload that is a rule on a bus.

    Attributes:
        workload: name of the workload's resource.
        index: its place among the workload's events.
        bus: name of the bus's resource, `default`, or the ARN as the config has it.
        pattern: what an event must look like.
    """

    workload: str
    index: int
    bus: str
    pattern: Any

    def __str__(self) -> str:
        return f"{self.workload} events[{self.index}] on bus {self.bus}"


def add(commands: Commands) -> None:
    """Declares the command."""
    parser = commands.add_parser("match", help="say which rules an event reaches", description=_DESCRIPTION)
    parser.add_argument("config", metavar="CONFIG", help="path of the config")
    parser.add_argument("event", metavar="EVENT", help="path of the event; - reads standard input")
    parser.add_argument("--bus", metavar="NAME", help="only rules on this bus; default is the account's own")
    add_config_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints for each rule whether the event matches."""
    try:
        rules = list(_rules(read_config(open_config(options.config, options), options)))
        event = _event(options.event)
        chosen = [rule for rule in rules if options.bus in (None, rule.bus)]
        if not chosen:
            raise _UnusableInputError(_no_rule(options.bus, rules))
    except (ConfigError, _UnusableInputError) as error:
        print(error, file=sys.stderr)
        return 2
    outcomes = [_say(rule, event) for rule in chosen]
    matching, unknown = outcomes.count(True), outcomes.count(None)
    of_some = f"; of {unknown} it is not known" if unknown else ""
    print(f"{matching} of {len(chosen)} rule{'' if len(chosen) == 1 else 's'} matched{of_some}")
    if matching:
        return 0
    return _NOT_KNOWN if unknown else 1


class _UnusableInputError(Exception):
    """What was given is no event, or there is no rule to try."""


def _rules(config: Config) -> Iterator[Rule]:
    for resource in config.resources:
        for index, event in enumerate(getattr(resource.properties, "events", ())):
            if isinstance(event, EventBusEvent):
                yield Rule(resource.name, index, _bus(event), event.pattern)


def _bus(event: EventBusEvent) -> str:
    if event.use_default_bus:
        return _DEFAULT_BUS
    return event.event_bus_name or as_a_config_says_it(str(event.event_bus_arn))


def _no_rule(bus: str | None, rules: list[Rule]) -> str:
    buses = list(dict.fromkeys(rule.bus for rule in rules))
    if bus is None or not buses:
        return "the config has no rule on an event bus, so there is nothing to match"
    hint = did_you_mean(bus, buses) or f"; there are rules on: {', '.join(buses)}"
    return f"no rule is on bus {quoted(bus)}{hint}"


def _event(path: str) -> dict[str, Any]:
    place = "standard input" if path == _STANDARD_INPUT else path
    try:
        # JSON tells by its bytes whether they are UTF-8 or UTF-16; the terminal's encoding says nothing of it.
        event = json.loads(sys.stdin.buffer.read() if path == _STANDARD_INPUT else Path(path).read_bytes())
    except OSError as error:
        raise _UnusableInputError(
            f"event {quoted(place)} cannot be read: {(error.strerror or str(error)).lower()}"
        ) from None
    except json.JSONDecodeError as error:
        raise _UnusableInputError(
            f"{place}:{error.lineno}:{error.colno}: this is no JSON: {error.msg.lower()}"
        ) from None
    except (ValueError, RecursionError) as error:
        # Its text is of another encoding, or has a number or a depth that Python refuses.
        raise _UnusableInputError(f"event {quoted(place)} cannot be read as JSON in UTF-8: {error}") from None
    if not isinstance(event, dict):
        raise _UnusableInputError(f"event {quoted(place)} must be an object with source, detail-type and detail")
    if any(field in event for field in _OF_PUT_EVENTS):
        advice = "give it as a target gets it, with source, detail-type and a detail that is an object"
        raise _UnusableInputError(f"event {quoted(place)} is written as an entry of PutEvents; {advice}")
    return event


def _advice(pattern: Any, path: PatternPath) -> str:
    """The end of a sentence about a part that is not known: what it stands for, or how to tell it."""
    part = pattern
    for step in path:
        part = part[step]
    if isinstance(part, Expression):
        return f": {part}"
    told = {ANY_REGION: "--region", ANY_ACCOUNT: "--account"}
    options = [option for token, option in told.items() if token in str(part)]
    return f"; tell it by {' and '.join(options)}" if options else f": {part}"


def _say(rule: Rule, event: dict[str, Any]) -> bool | None:
    """Prints whether an event matches a rule, None if that is not known, and what keeps it from it."""
    try:
        matching = matches(rule.pattern, event)
    except InvalidPatternError as error:
        if certain := certain_mismatches(rule.pattern, event):
            return _say_not(rule, certain)
        print(f"{rule}: not known")
        for fault in error.faults:
            print(f"    {fault.location} is only known at deploy{_advice(rule.pattern, fault.path)}")
        return None
    if matching:
        print(f"{rule}: matches")
        return True
    apart = ["each field matches, but not together in one element of a list"]
    return _say_not(rule, mismatches(rule.pattern, event) or apart)


def _say_not(rule: Rule, reasons: Sequence[object]) -> bool:
    print(f"{rule}: does not match")
    for reason in reasons:
        print(f"    {reason}")
    return False
