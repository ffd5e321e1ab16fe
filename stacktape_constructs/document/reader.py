"""The door of the room: a YAML file or text → its nodes, or all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import yaml

from stacktape_constructs.document.characters import checked_source, decode
from stacktape_constructs.document.composer import Composer
from stacktape_constructs.document.events import FASTEST_LOADER, Loader, events_of
from stacktape_constructs.document.nodes import Node
from stacktape_constructs.document.syntax_errors import explain
from stacktape_constructs.errors import ConfigError, Problem, did_you_mean
from stacktape_constructs.source import Source

#: Bytes. CloudFormation takes no template above 1 MB, and a config is smaller than what it becomes
#: (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
MAX_FILE_SIZE = 1024 * 1024


def read_text(text: str, *, name: str, loader: Loader = FASTEST_LOADER) -> Node | None:
    """Reads a YAML text.

    Args:
        text: the text. A byte order mark at its start is skipped.
        name: how errors call it, such as the path of the file it comes from.
        loader: PyYAML's loader whose parser is used.

    Returns:
        The root node; None if the text has nothing but comments and space.

    Raises:
        ConfigError: with every problem found; after a syntax error, nothing below it is seen.

    Example:
        >>> root = read_text("memory: 512", name="stacktape.yml")
        >>> str(root.get("memory").position)
        'stacktape.yml:1:9'
    """
    return _read(checked_source(text, name=name), loader)


def read_file(path: Path, *, name: str | None = None, loader: Loader = FASTEST_LOADER) -> tuple[Node | None, Source]:
    """Reads a YAML file in UTF-8, or in UTF-16 with a byte order mark.

    Args:
        path: the file, of at most `MAX_FILE_SIZE` bytes.
        name: how errors call it; by default the path.
        loader: PyYAML's loader whose parser is used.

    Returns:
        The root node, None if the file has nothing but comments and space; and the source, which
        is where an error about such a file points.

    Raises:
        ConfigError: if there is no such file, it cannot be read, is too large or no UTF-8; else as
            `read_text`.
    """
    name = str(path) if name is None else name
    source = checked_source(decode(_bytes_of(path, name), name=name), name=name)
    return _read(source, loader), source


def _read(source: Source, loader: Loader) -> Node | None:
    composer = Composer(source, events_of(source, loader))
    problems = composer.problems
    root = None
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        problems.append(explain(error, source))
    except ConfigError as error:
        problems.extend(error.problems)
    if problems:
        raise ConfigError(problems)
    return root


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        # A pipe or a device may never end, or never begin.
        if path.exists() and not path.is_file():
            kind = "a directory" if path.is_dir() else "not a regular file"
            raise _unusable(name, f"is {kind}; give the path of a YAML file")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_SIZE + 1)
    except FileNotFoundError:
        raise _unusable(name, f"does not exist{_similar_file(path)}") from None
    except OSError as error:
        raise _unusable(name, f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:
        raise _unusable(name, f"is not a path: {error}") from None
    if len(data) > MAX_FILE_SIZE:
        raise _unusable(name, f"is larger than {MAX_FILE_SIZE:,} bytes; is it a config?")
    return data


def _similar_file(path: Path) -> str:
    try:
        siblings = [file.name for file in path.parent.iterdir() if file.suffix in (".yml", ".yaml", ".json")]
    except OSError:
        return ""
    return did_you_mean(path.name, siblings)


def _unusable(name: str, problem: str) -> ConfigError:
    return ConfigError([Problem(None, f"file '{name}' {problem}")])
