from __future__ import annotations

import pytest

from tools.resource_pages.conditions import any_holds, conditions, in_words
from tools.resource_pages.trials import Option, Setting

LOGS: Setting = ("logging", "disabled")
URL: Setting = ("url", "enabled")
IAM: Setting = ("url", "authMode: AWS_IAM")
MORE: Setting = ("iamRoleStatements",)
BUS: Setting = ("events", "event-bus")
CLOCK: Setting = ("events", "schedule")
ROUTE: Setting = ("events", "http-api-gateway")
GUARD: Setting = (*ROUTE, "authorizer")


def _present(*options: tuple[Setting, ...], among: list[tuple[Setting, ...]]) -> dict[Option, bool]:
    return {frozenset(option): option in options for option in among}


@pytest.mark.parametrize(
    ("present", "words"),
    [
        (_present((), (LOGS,), among=[(), (LOGS,)]), ""),
        (_present((), among=[(), (LOGS,)]), "unless `logging.disabled`"),
        (_present((URL,), among=[(), (URL,)]), "with `url.enabled`"),
        (_present((URL,), (MORE,), among=[(), (URL,), (MORE,)]), "with `url.enabled` or `iamRoleStatements`"),
        (_present((URL,), among=[(), (URL,), (URL, IAM)]), "with `url.enabled`, unless `url.authMode: AWS_IAM`"),
        (
            _present((), (LOGS, MORE), among=[(), (LOGS,), (LOGS, MORE)]),
            "unless `logging.disabled`, also then with `iamRoleStatements`",
        ),
        (_present((URL, MORE), among=[(), (URL,), (MORE,), (URL, MORE)]), "with `url.enabled` and `iamRoleStatements`"),
        (
            _present((URL, LOGS), (URL, MORE), among=[(), (URL,), (LOGS,), (MORE,), (URL, LOGS), (URL, MORE)]),
            "with `url.enabled` and either `logging.disabled` or `iamRoleStatements`",
        ),
        (_present((BUS,), (CLOCK,), among=[(), (BUS,), (CLOCK,)]), "with an event `event-bus` or `schedule`"),
        (
            _present((ROUTE, GUARD), among=[(), (ROUTE,), (ROUTE, GUARD)]),
            "with `authorizer` of an event `http-api-gateway`",
        ),
    ],
)
def test_what_was_tried_is_said_in_words(present: dict[Option, bool], words: str) -> None:
    assert in_words(conditions(present)) == words


def test_what_the_reader_knows_is_not_said_again() -> None:
    found = conditions(_present((ROUTE, GUARD), among=[(), (ROUTE,), (ROUTE, GUARD)]))

    assert in_words(found, given=frozenset({ROUTE})) == "with `authorizer`"


def test_a_condition_holds_in_each_trial_as_it_was_seen() -> None:
    present = _present((), (LOGS, MORE), (URL,), among=[(), (LOGS,), (LOGS, MORE), (URL,), (URL, IAM)])

    assert {option: any_holds(conditions(present), option) for option in present} == present


def test_a_condition_tells_of_what_was_not_tried() -> None:
    found = conditions(_present((URL,), among=[(), (URL,), (URL, IAM)]))

    assert any_holds(found, frozenset({URL, LOGS}))
    assert not any_holds(found, frozenset({URL, IAM, LOGS}))
    assert not any_holds(found, frozenset({LOGS}))
