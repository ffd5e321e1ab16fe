"""How arguments are declared, and what is said of wrong ones."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeAlias

from stacktape_constructs.errors import did_you_mean

#: What `add_parser` is called on; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and not all that there is. Descriptions keep their lines."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **arguments)

    def error(self, message: str) -> NoReturn:
        """Ends the process with the exit code 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def one_of(allowed: Sequence[str]) -> Callable[[str], str]:
    """Reads an argument that is one of some words."""

    def read(given: str) -> str:
        if given not in allowed:
            hint = did_you_mean(given, allowed)
            raise argparse.ArgumentTypeError(f"must be one of {', '.join(allowed)}, got '{given}'{hint}")
        return given

    return read


def pair(given: str) -> tuple[str, str]:
    """Reads `name=value`."""
    name, equals, value = given.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"must be like name=value, got '{given}'")
    return name, value
