"""Lock files that are older than what they were made from, by the digests in them.

uv tells it of its own lock file itself, and PDM's is taken as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.python.requirements import normal_name
from stacktape_constructs.packaging.languages.toml import read_toml

# https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
_OF_TOOL_ALWAYS = ("dependencies", "source", "extras", "dev-dependencies")
_OF_TOOL = (*_OF_TOOL_ALWAYS, "group")
_OF_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_WRITTEN_BY = re.compile(r"Poetry (\d+)\.(\d+)")
# What came to be looked at: [project], and [dependency-groups].
_WITH_PROJECT, _WITH_GROUPS = (2, 0), (2, 3)

# https://github.com/pypa/pipenv/blob/main/pipenv/utils/pipfile.py
_NO_CATEGORIES = frozenset("source packages dev-packages requires scripts pipfile pipenv default develop".split())


def how_to_update(named: DependencyFile) -> str | None:
    """The command that updates a stale lock file; None for one that is not known to be stale.

    Args:
        named: the files.
    """
    if named.lock is None or named.lock.name not in _TOOLS:
        return None
    command, told = _TOOLS[named.lock.name]
    try:
        written, possible = told(named.lock, read_toml(named.manifest))
    except (OSError, PackagingError, LookupError, TypeError, AttributeError, ValueError):
        # Who reads them for more than this says what is wrong with them.
        return None
    return command if isinstance(written, str) and written not in possible else None


def _poetry(lock: Path, manifest: Mapping[str, Any]) -> tuple[Any, list[str]]:
    text = lock.read_text(encoding="utf-8")
    written_by = _WRITTEN_BY.search(text.partition("\n")[0])
    version = (int(written_by[1]), int(written_by[2])) if written_by else _WITH_GROUPS
    possible = [_of_poetry(manifest if version >= _WITH_PROJECT else {"tool": manifest.get("tool", {})})]
    if version < _WITH_GROUPS:
        possible.append(_of_poetry({**manifest, "dependency-groups": {}}))
    return read_toml(lock)["metadata"]["content-hash"], possible


def _of_poetry(manifest: Mapping[str, Any]) -> str:
    of_project = _some(manifest.get("project", {}), _OF_PROJECT)
    groups = manifest.get("dependency-groups", {})
    of_tool = _some(manifest.get("tool", {}).get("poetry", {}), _OF_TOOL)
    if not (of_project or groups):
        # As Poetry 1 had it.
        return _digest({**dict.fromkeys(_OF_TOOL_ALWAYS), **of_tool})
    content: dict[str, Any] = {"tool": {"poetry": of_tool}}
    if of_project:
        content["project"] = of_project
    if groups:
        content["dependency-groups"] = groups
    return _digest(content)


def _some(content: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: content[key] for key in keys if key in content}


def _pipenv(lock: Path, manifest: Mapping[str, Any]) -> tuple[Any, list[str]]:
    meta = json.loads(lock.read_text(encoding="utf-8"))["_meta"]
    # Where the manifest names no source, Pipenv takes those of the settings of the machine that it runs on.
    return meta["hash"]["sha256"], [*_of_pipenv(manifest, manifest["source"])]


def _of_pipenv(manifest: Mapping[str, Any], sources: Any) -> Iterator[str]:
    # It took names as they are written for long.
    for named in (normal_name, str):
        sections = {"default": manifest.get("packages", {}), "develop": manifest.get("dev-packages", {})}
        sections |= {name: section for name, section in manifest.items() if name not in _NO_CATEGORIES}
        content = {
            "_meta": {"sources": sources, "requires": manifest.get("requires", {})},
            **{name: {named(key): value for key, value in section.items()} for name, section in sections.items()},
        }
        yield _digest(content, separators=(",", ":"))


def _digest(content: Mapping[str, Any], separators: tuple[str, str] | None = None) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=separators).encode()).hexdigest()


_TOOLS: Mapping[str, tuple[str, Callable[[Path, Mapping[str, Any]], tuple[Any, list[str]]]]] = {
    "poetry.lock": ("poetry lock", _poetry),
    "Pipfile.lock": ("pipenv lock", _pipenv),
}
