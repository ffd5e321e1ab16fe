"""The versions of Python that a project says it needs, compared with that of a program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.toml import read_toml

# https://packaging.python.org/en/latest/specifications/version-specifiers/; the rest is of Poetry alone.
_OPERATORS = ("===", "~=", "==", "!=", "<=", ">=", "<", ">")
_OF_POETRY = ("^", "~", "=", "")
_CLAUSE = re.compile(
    r"(?P<operator>===|~=|==|!=|<=|>=|<|>|\^|~|=|)\s*(?:v?(?P<release>\d+(?:\.\d+)*)"
    r"(?:(?P<wildcard>\.\*)|[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev|post)[-_.]?\d*)?|\*)(?![\w.*])",
    re.IGNORECASE,
)
# A runtime has one patch version today and another one tomorrow: one that fits is enough.
_PATCHES = range(100)


def check_python(named: DependencyFile, minor: int, *, runs: str, remedy: str, title: str) -> None:
    """Refuses a program whose Python is not among those that its project needs.

    Nothing is said of what cannot be read: the tools that read it will.

    Args:
        named: the file of the project's dependencies.
        minor: the minor version of the program's Python.
        runs: what has that Python, for the beginning of a sentence: `runs on`.
        remedy: how to have another one.
        title: what is packaged.

    Raises:
        PackagingError: the project needs another Python.
    """
    for file in dict.fromkeys((named.manifest, named.folder / "pyproject.toml")):
        for setting, wanted, fits in _settings(file, minor):
            if not fits:
                raise PackagingError(
                    path=title,
                    problem=f"{runs} Python 3.{minor}, and {file} has {setting} = '{wanted}'; {remedy}, or change "
                    f"{setting}",
                )


def allows(wanted: str, minor: int, *, of_poetry: bool = False) -> bool | None:
    """Whether conditions on versions hold for some patch version of Python 3.

    Args:
        wanted: the conditions, such as `>=3.10,<4`.
        minor: the minor version of the Python.
        of_poetry: they may be written as only Poetry reads them, such as `^3.12 || 3.10.*`.

    Returns:
        None if they cannot be read.
    """
    alternatives = re.split(r"\|\|?", wanted) if of_poetry else [wanted]
    read = [[*_CLAUSE.finditer(alternative)] for alternative in alternatives]
    operators = (*_OPERATORS, *_OF_POETRY) if of_poetry else _OPERATORS
    if any(_CLAUSE.sub("", alternative).strip(" ,") for alternative in alternatives) or any(
        clause["operator"] not in operators or (clause["operator"] == "~=" and "." not in (clause["release"] or ""))
        for clauses in read
        for clause in clauses
    ):
        return None
    return any(all(_holds(clause, (3, minor, patch)) for clause in clauses) for clauses in read for patch in _PATCHES)


def _settings(file: Path, minor: int) -> Iterator[tuple[str, str, bool]]:
    """What a file says of Python: the name, the value, and whether a minor version fits it."""
    try:
        content = read_toml(file)
    except PackagingError:
        return
    if file.name == "Pipfile":
        for setting in ("python_version", "python_full_version"):
            wanted = _text(content, "requires", setting)
            version = re.match(r"3\.(\d+)", wanted)
            if version is not None:
                yield setting, wanted, int(version[1]) == minor
    else:
        wanted = _text(content, "project", "requires-python")
        yield "requires-python", wanted, allows(wanted, minor) is not False
        wanted = _text(content, "tool", "poetry", "dependencies", "python")
        yield "tool.poetry.dependencies.python", wanted, allows(wanted, minor, of_poetry=True) is not False


def _text(content: Mapping[str, Any], *keys: str) -> str:
    value: Any = content
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _holds(clause: re.Match[str], version: tuple[int, int, int]) -> bool:
    if clause["release"] is None:
        return clause["operator"] != "!="
    release = tuple(int(part) for part in clause["release"].split("."))
    full = (*release, 0, 0)[:3]
    operator = clause["operator"]
    if operator in (">=", ">", "<=", "<"):
        return {">=": version >= full, ">": version > full, "<=": version <= full, "<": version < full}[operator]
    if operator in ("~=", "^", "~"):
        same = {"~=": len(release) - 1, "^": 1, "~": min(len(release), 2)}[operator]
        return version >= full and version[:same] == full[: min(same, 3)]
    same = len(release) if clause["wildcard"] else 3
    return (version[:same] == full[: min(same, 3)]) != (operator == "!=")
