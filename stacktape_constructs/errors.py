"""Every exception of the library.

Exceptions carry facts as fields and write their sentence in `__str__`, so a caller can act on the
facts and a reader can act on the sentence. A sentence says what is wrong, what was found, what is
allowed and what to do; it starts in lower case and has no full stop.

Two families, for the two doors of the library: `InvalidArgumentError` for a construct that was
called with a wrong argument, and `ConfigError` for a YAML config, which holds all the problems of
one reading at once.
"""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Collection, Iterable
from typing import Any

import attrs

from stacktape_constructs.source import Position

#: Of what a tool said. More than that nobody wants to read.
_MAX_SHOWN_LINES = 60


class StacktapeConstructsError(Exception):
    """Base of everything that this library raises on purpose."""


class InvalidArgumentError(StacktapeConstructsError, ValueError):
    """A construct was given an argument that AWS or the construct cannot accept.

    Raised in Python before the value reaches jsii, which would report it as a `RuntimeError`.

    Attributes:
        path: path of the construct in the tree, such as `Demo/Orders`.
        argument: name of the keyword argument.
        problem: what is wrong with it and what is allowed instead.
    """

    def __init__(self, *, path: str, argument: str, problem: str) -> None:
        super().__init__(path, argument, problem)
        self.path = path
        self.argument = argument
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.argument} {self.problem}"


@attrs.frozen
class Problem:
    """One thing that is wrong with a config, and where.

    Attributes:
        position: the place to look at, or None when the whole input is meant (a missing file).
        message: what is wrong, what was found and what to do.
        unsupported: whether it is right in Stacktape's language and only this library cannot build it.
        details: what a tool of the user's said, in its own words. Of much, only the end is shown.
    """

    position: Position | None
    message: str
    unsupported: bool = False
    details: str = ""

    def __str__(self) -> str:
        head = self.message if self.position is None else f"{self.position}: {self.message}"
        excerpt = "" if self.position is None else self.position.excerpt()
        return "\n".join(part for part in (head, excerpt, _indented(self.details)) if part)


class ConfigError(StacktapeConstructsError):
    """A Stacktape config cannot be used. Holds every problem found, in the order of the file.

    Attributes:
        problems: each thing that is wrong.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        # One mistake may be met on two ways (a YAML alias is one node in two places).
        unique = dict.fromkeys(problems)
        self.problems: tuple[Problem, ...] = tuple(
            sorted(unique, key=lambda p: p.position.sort_key if p.position else ("", 0, 0))
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        title = "1 problem in the config" if count == 1 else f"{count} problems in the config"
        return "\n".join([title, *(str(problem) for problem in self.problems)])


def _indented(details: str) -> str:
    """The end of what a tool said, which is where tools say what is wrong."""
    lines = details.splitlines()
    if len(lines) > _MAX_SHOWN_LINES:
        lines = [f"({len(lines) - _MAX_SHOWN_LINES} lines before)", *lines[-_MAX_SHOWN_LINES:]]
    return textwrap.indent("\n".join(lines), "    ")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is probably meant, or None when none is close."""
    candidates = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower(), candidates, n=1, cutoff=0.6)
    return candidates[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The tail of a sentence that offers the closest known word, or nothing when none is close."""
    meant = closest(word, known)
    return "" if meant is None else f"; did you mean '{meant}'?"


def meant_property(meant: str, given: Collection[str]) -> str:
    """The tail of a sentence about an unknown property, when it is known which one is meant.

    >>> meant_property("type", {"Type", "type"})
    "; did you mean 'type', which is there already?"
    """
    return f"; did you mean '{meant}', which is there already?" if meant in given else f"; did you mean '{meant}'?"


class PackagingError(StacktapeConstructsError):
    """User code cannot be packaged: it is not there, lies elsewhere, or is of an unsupported kind.

    Attributes:
        path: the file or folder as it was given.
        problem: what is wrong with it and what to do instead.
        details: what a tool of the user's said, in its own words. Of much, only the end is shown.
        given: what is at fault where that is not the path: a handler function, a package, another file.
    """

    def __init__(self, *, path: str, problem: str, details: str = "", given: str | None = None) -> None:
        super().__init__(path, problem, details, given)
        self.path = path
        self.problem = problem
        self.details = details
        self.given = given

    @property
    def sentence(self) -> str:
        """What is wrong, without the details."""
        return f"{self.path}: {self.problem}"

    def __str__(self) -> str:
        return "\n".join(part for part in (self.sentence, _indented(self.details)) if part)


class InvalidPatternError(StacktapeConstructsError, ValueError):
    """An event pattern cannot be matched with events: AWS would refuse it, or its values are not known.

    Attributes:
        faults: each thing that is wrong, a `stacktape_constructs.event_pattern.PatternFault` with the
            path of the part and the problem with it.
    """

    def __init__(self, faults: Iterable[Any]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return f"the event pattern is wrong: {'; '.join(map(str, self.faults))}"
