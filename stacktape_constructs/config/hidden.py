"""Values that no error shows: what `.env` files say."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

import attrs

from stacktape_constructs.errors import ConfigError, Problem

#: Texts that are shorter may be parts of other words, so they are only taken out where they are quoted.
_DISTINCT = 12

#: How much of a long value messages quote.
_QUOTED = 37


@contextlib.contextmanager
def hiding(values: Collection[str]) -> Iterator[None]:
    """Takes values out of the problems that are reported meanwhile.

    Args:
        values: the values; more may be added as long as this is in force.
    """
    try:
        yield
    except ConfigError as error:
        longest_first = sorted(filter(None, values), key=len, reverse=True)
        raise ConfigError(_without(longest_first, problem) for problem in error.problems) from None


def _without(values: list[str], problem: Problem) -> Problem:
    message = problem.message
    for value in values:
        if len(value) < _DISTINCT:
            message = message.replace(f"'{value}'", "a value of a .env file")
        else:
            message = message.replace(value, "…").replace(value[:_QUOTED], "…")
    return attrs.evolve(problem, message=message)
