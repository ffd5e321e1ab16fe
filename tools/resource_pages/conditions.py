"""When something is there, concluded from the trials in which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tools.resource_pages.tables import either
from tools.resource_pages.trials import Option, Setting

_EVENT = "an event "


@attrs.frozen
class Condition:
    """Some settings, unless there are others beside them.

    Attributes:
        needs: the settings; none of them for always.
        unless: what takes it away again.
    """

    needs: Option
    unless: tuple[Condition, ...] = ()

    def holds(self, option: Option) -> bool:
        """Whether it is there with an option, tried or not."""
        return self.needs <= option and not any_holds(self.unless, option)


def any_holds(conditions: Iterable[Condition], option: Option) -> bool:
    """Whether one of the conditions holds."""
    return any(condition.holds(option) for condition in conditions)


def conditions(present: Mapping[Option, bool]) -> tuple[Condition, ...]:
    """The conditions, any one of which must hold, under which something is there.

    Args:
        present: whether it is, by the option of each trial.
    """
    return _conditions(present, list(present), wanted=True)


def _conditions(present: Mapping[Option, bool], among: list[Option], *, wanted: bool) -> tuple[Condition, ...]:
    found = [option for option in among if present[option] == wanted]
    least = [option for option in found if not any(other < option for other in found)]
    return tuple(
        Condition(option, _conditions(present, [other for other in among if option < other], wanted=not wanted))
        for option in least
    )


def in_words(alternatives: Iterable[Condition], *, given: Option = frozenset()) -> str:
    """The conditions as the end of a sentence; empty for always.

    Args:
        alternatives: the conditions.
        given: the settings that the reader knows of.
    """
    listed = list(alternatives)
    needs = _needs([condition.needs for condition in listed], given)
    parts = [f"with {needs}"] if needs else []
    if taken := [exception for condition in listed for exception in condition.unless]:
        known = given.union(*(condition.needs for condition in listed))
        parts.append(f"unless {_either(_exception(exception, known) for exception in taken)}")
    return ", ".join(parts)


def _needs(alternatives: list[Option], given: Option) -> str:
    always = frozenset.intersection(*alternatives) if alternatives else frozenset()
    if len(alternatives) > 1 and always - given:
        rest = _either(_settings(option, given | always) for option in alternatives)
        return f"{_settings(always, given)} and either {rest}"
    return _either(_settings(option, given) for option in alternatives)


def _exception(exception: Condition, known: Option) -> str:
    text = _settings(exception.needs, known)
    given_back = [_settings(inner.needs, exception.needs) for inner in exception.unless]
    return f"{text}, also then with {_either(given_back)}" if given_back else text


def _settings(option: Option, known: Option) -> str:
    """What an option has that is not known, in words."""
    told = {each for each in option - known if not any(other != each == other[: len(each)] for other in option)}
    return " and ".join(_setting(setting, known) for setting in sorted(told, reverse=True))


def _setting(setting: Setting, known: Option) -> str:
    if setting[0] != "events":
        return f"`{'.'.join(setting)}`"
    _, event, *inner = setting
    if not inner:
        return f"{_EVENT}`{event}`"
    return f"`{inner[0]}`" if setting[:2] in known else f"`{inner[0]}` of {_EVENT}`{event}`"


def _either(texts: Iterable[str]) -> str:
    listed = list(dict.fromkeys(filter(None, texts)))
    if len(listed) > 1 and all(text.startswith(_EVENT) for text in listed):
        return _EVENT + either([text.removeprefix(_EVENT) for text in listed])
    return either(listed)
