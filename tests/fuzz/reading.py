"""Bytes on their way to a typed config: the rooms of the adapter that know nothing of the CDK.

Whatever they are, each of PyYAML's parsers reads them or says what is wrong and where, and where
both read them, they read the same.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from stacktape_constructs.config.config import Config
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.config.load import Catalog, load
from stacktape_constructs.document.characters import decode
from stacktape_constructs.document.events import FASTEST_LOADER, Loader
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.reader import read_file, read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.naming import StackNames
from stacktape_constructs.resources.registry import resource_type, resource_type_names
from stacktape_constructs.source import Source

#: Characters. A hundred problems with their lines fit in half of it.
LONGEST_ERROR = 100_000

_NAME = "stacktape.yml"
_BLOCKS = {name: resource_type(name).config for name in resource_type_names()}
_CATALOG = Catalog(tuple(_BLOCKS), _BLOCKS.__getitem__)


def outcome_of_file(path: Path) -> Config | ConfigError:
    """The config that a file holds, or what is wrong with it. Paths in it start at its folder."""
    try:
        document, source = read_file(path, name=_NAME)
        return load(document, source, _facts(path.parent), _CATALOG)
    except ConfigError as error:
        check_problems(error)
        return error


def check_both_parsers(data: bytes) -> None:
    """Reads bytes with either of PyYAML's parsers, and the config that they hold if they do."""
    try:
        text = decode(data, name=_NAME)
    except ConfigError as error:
        check_problems(error)
        return
    in_c, in_python = (_read(text, loader) for loader in (FASTEST_LOADER, yaml.SafeLoader))
    if isinstance(in_c, ConfigError):
        return
    assert isinstance(in_python, ConfigError) or in_c == in_python
    try:
        load(in_c, Source(_NAME, text), _facts(Path(__file__).parent), _CATALOG)
    except ConfigError as error:
        check_problems(error)


def check_problems(error: ConfigError) -> None:
    """Fails if a problem has no place in its file, or the error is none that anybody would read."""
    assert error.problems
    lines_of: dict[Source, list[str]] = {}
    for problem in error.problems:
        place = problem.position
        assert place is not None, problem.message
        if place.source not in lines_of:
            # What is missing at the end of a text is missing on the line below.
            lines_of[place.source] = [*place.source.text.splitlines(), ""]
        lines = lines_of[place.source]
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, problem
    # What cannot be encoded cannot be printed.
    assert len(str(error).encode()) < LONGEST_ERROR


def _read(text: str, loader: Loader) -> Node | ConfigError | None:
    try:
        return read_text(text, name=_NAME, loader=loader)
    except ConfigError as error:
        check_problems(error)
        return error


def _facts(folder: Path) -> Facts:
    # Stable, or `$GitInfo` would start a process.
    names = StackNames("demo", "dev")
    return Facts(names=names, region="eu-west-1", account_id="123456789012", project_folder=folder, stable=True)
