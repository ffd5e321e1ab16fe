"""What esbuild looked at for a bundle."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.javascript.pnp import is_archived, manifest_above, real_path

_INSTALLED_BY_PNPM = ("node_modules", ".pnpm", "lock.yaml")

# A tsconfig.json is JSON with comments, and no package of Python's own reads it. This one property is enough.
_EXTENDS = re.compile(r'"extends"\s*:\s*(?P<value>"[^"]*"|\[[^\]]*\])')


def input_files(told: Mapping[str, Any], root: Path) -> list[str]:
    """The files of a bundle, by esbuild's metafile."""
    # A bundle may have thousands, so that they stay text. Others than files are esbuild's own: `<runtime>`.
    top = f"{root}{os.sep}"
    # On every system esbuild has slashes between folders.
    return [real_path(top + name.replace("/", os.sep)) for name in told["inputs"] if not name.startswith("<")]


def external_imports(told: Mapping[str, Any], root: Path) -> Iterator[tuple[Path, str]]:
    """What files of a bundle import from outside of it, by esbuild's metafile, each with the file's folder."""
    for file, described in told["inputs"].items():
        for imported in described["imports"]:
            if imported.get("external"):
                yield (root / file).parent, imported["path"]


def observe(files: Iterable[str], *, root: Path, tsconfig: Path | None) -> Observations:
    """Everything that decides whether esbuild would make the same bundle again.

    These are the bundled files; the names beside them, for a new file may be found before another one;
    and every package.json and tsconfig.json from there upward, whether it is there or not yet.
    """
    seen = Observations()
    folders: set[str] = set()
    for file in files:
        # Yarn never changes an archive, and names another one where there is another version.
        if is_archived(file):
            continue
        seen.add_file(file)
        folders.add(file.rpartition(os.sep)[0])
    upward: set[str] = set()
    for folder in sorted(folders):
        if not _is_of_packages(folder):
            seen.add_names(folder)
        above = folder
        while above not in upward:
            upward.add(above)
            seen.add_file(f"{above}{os.sep}package.json")
            # Of neither does a package have one of its own that counts.
            if not _is_of_packages(above):
                # pnpm's own record: files have the paths of their versions, and another one is another link's.
                seen.add_file(os.path.join(above, *_INSTALLED_BY_PNPM))  # noqa: PTH118
                _add_tsconfig(seen, Path(above, "tsconfig.json"))
            above = above.rpartition(os.sep)[0]
    if tsconfig is not None:
        _add_tsconfig(seen, tsconfig)
    manifest = manifest_above(root)
    if manifest is not None:
        seen.add_file(manifest)
        # Where the settings say so, it has its data apart.
        seen.add_file(manifest.with_name(".pnp.data.json"))
    return seen


def _is_of_packages(folder: str) -> bool:
    return f"{os.sep}node_modules{os.sep}" in f"{folder}{os.sep}"


def _add_tsconfig(seen: Observations, tsconfig: Path, depth: int = 0) -> None:
    seen.add_file(tsconfig)
    if not tsconfig.is_file() or depth > 10:
        return
    # One of them may stand in a comment.
    for extended in _EXTENDS.finditer(tsconfig.read_text(encoding="utf-8", errors="replace")):
        try:
            value = json.loads(extended["value"])
        except ValueError:
            continue
        for name in [value] if isinstance(value, str) else value:
            for candidate in _extended(tsconfig.parent, str(name)):
                _add_tsconfig(seen, candidate, depth + 1)


def _extended(folder: Path, name: str) -> Iterator[Path]:
    """The files that a tsconfig.json may mean by the name of another one; those that exist count."""
    bases = (
        [folder] if name.startswith((".", "/")) else [parent / "node_modules" for parent in (folder, *folder.parents)]
    )
    for base in bases:
        for path in (base / name, base / f"{name}.json", base / name / "tsconfig.json"):
            if path.is_file():
                yield path
                return
