"""`$File` and `$FileRaw`: what other files of the project say."""

from __future__ import annotations

import configparser
import stat
from pathlib import Path

from stacktape_constructs.config.directives.dotenv import read_dotenv
from stacktape_constructs.config.directives.errors import DirectiveError
from stacktape_constructs.config.facts import WIDER_FOLDER, Facts
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.source import Position

_MAX_BYTES = 1_000_000
#: Of a `.env` or `.ini` file. What configparser says of all lines that are wrong is one text, which it
#: copies for each of them.
_MAX_LINES = 10_000
#: Characters. No system has longer paths than 4,096, and taking one apart takes time.
_MAX_PATH = 1024
_DOTENV = ".env"
_YAML = {".yml", ".yaml", ".json"}
_PROGRAMS = {".js", ".ts", ".mjs", ".cjs", ".py"}


def read_raw(path: str, facts: Facts) -> str:
    """The text of a file.

    Raises:
        DirectiveError: the file is missing, too large, no text, or outside the project's folder.
    """
    file = locate(path, facts)
    try:
        status = file.stat()
        # A pipe or a device may never end, or never begin.
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise DirectiveError(f"'{path}' is not a regular file; name one")
        if status.st_size > _MAX_BYTES:
            raise DirectiveError(f"file '{path}' is larger than {_MAX_BYTES:,} bytes")
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DirectiveError(f"there is no file '{path}' in {facts.project_folder}") from None
    except IsADirectoryError:
        raise DirectiveError(f"'{path}' is a folder; name a file in it") from None
    except UnicodeDecodeError:
        raise DirectiveError(f"file '{path}' is no UTF-8 text") from None
    except OSError as error:
        raise DirectiveError(f"file '{path}' cannot be read: {error.strerror}") from None
    if Path(path).name.startswith(_DOTENV):
        facts.hidden.update((text, *read_dotenv(text).values()))
    return text


def read_structured(path: str, facts: Facts, position: Position) -> Node:
    """The content of a `.env*`, `.ini`, `.yml`, `.yaml` or `.json` file as nodes.

    The nodes of YAML and JSON have their positions in that file, those of the others stand where
    the directive does.

    Raises:
        DirectiveError: the file cannot be read, or it is of a kind that has no structure.
    """
    name = Path(path).name
    suffix = Path(path).suffix.lower()
    if name.startswith(_DOTENV):
        return _mapping(read_dotenv(_few_lines(path, facts)), position)
    if suffix == ".ini":
        return _ini(_few_lines(path, facts), path, position)
    if suffix in _YAML:
        try:
            node = read_text(read_raw(path, facts), name=_shown(path, facts))
        except ConfigError as error:
            first = error.problems[0]
            raise DirectiveError(f"file '{path}' is no valid YAML: {first.message} ({first.position})") from None
        if node is None:
            raise DirectiveError(f"file '{path}' is empty")
        return node
    if suffix in _PROGRAMS:
        raise DirectiveError(
            f"file '{path}' is a program, which is not run while a template is built; "
            "write its result to a YAML or JSON file and read that"
        )
    raise DirectiveError(
        f"file '{path}' has no structure that $File knows (.env*, .ini, .yml, .yaml, .json); "
        f"use $FileRaw('{path}') for its text"
    )


def locate(path: str, facts: Facts) -> Path:
    """The file, which must be in the project: a config must not copy other files into a template.

    Raises:
        DirectiveError: it is outside, or no file can have this path.
    """
    boundary = facts.boundary or facts.project_folder
    if len(path) > _MAX_PATH:
        raise DirectiveError(f"the path {quoted(path)} has more than {_MAX_PATH:,} characters; use a shorter one")
    try:
        file = (facts.project_folder / path).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # A circle of links, or a character that no path may have.
        raise DirectiveError(f"{quoted(path)} is not the path of a file: {error}") from None
    if not file.is_relative_to(boundary.resolve()):
        message = f"file '{path}' is outside the project's folder {boundary}; move it into that folder, {WIDER_FOLDER}"
        raise DirectiveError(message)
    return file


def _shown(path: str, facts: Facts) -> str:
    """The file's name in messages, by which a terminal or an editor finds it."""
    folder = facts.project_folder if facts.shown_folder is None else facts.shown_folder
    return str(folder / path)


def _few_lines(path: str, facts: Facts) -> str:
    text = read_raw(path, facts)
    if len(text.splitlines()) > _MAX_LINES:
        raise DirectiveError(f"file '{path}' has more than {_MAX_LINES:,} lines; use a YAML or JSON file")
    return text


def _ini(text: str, path: str, position: Position) -> Node:
    parser = configparser.ConfigParser(interpolation=None, default_section="", delimiters=("=", ":"))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    head = "top-level values"
    try:
        # Values above the first section are common in files that Stacktape's examples read.
        parser.read_string(f"[{head}]\n{text}", source=path)
    except configparser.Error as error:
        raise DirectiveError(f"file '{path}' is no valid INI: {str(error).splitlines()[0]}") from None
    entries = [(key, _mapping(dict(parser[key]), position)) for key in parser.sections() if key != head]
    top = _mapping(dict(parser[head]), position)
    named = tuple((ScalarNode(position, text=key, plain=False), node) for key, node in entries)
    return MappingNode(position, top.entries + named)


def _mapping(values: dict[str, str], position: Position) -> MappingNode:
    return MappingNode(
        position,
        tuple(
            (ScalarNode(position, text=key, plain=False), ScalarNode(position, text=value, plain=False))
            for key, value in values.items()
        ),
    )
