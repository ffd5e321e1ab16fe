"""Folders of which every file may decide what a compiler makes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from stacktape_constructs.packaging.bundling.observations import Observations

#: What no compiler reads, and other programs write at any time.
_NO_SOURCES = frozenset((".git", ".hg", ".svn", ".idea", ".vs", ".vscode", ".DS_Store", "node_modules", "cdk.out"))


def observe_folder(seen: Observations, folder: Path, *, without: Collection[str] = ()) -> None:
    """Observes the names and contents of everything below a folder.

    Args:
        seen: where it is kept.
        folder: the folder.
        without: names of more files and folders that are no sources, such as those of the compiler's output.
    """
    left_out = _NO_SOURCES.union(without)
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in left_out)
        for name in files:
            if name not in left_out:
                seen.add_file(Path(parent, name))
        # For files that are new: some compilers take all that they find in a folder.
        seen.add_names(Path(parent))


def observe_upward(seen: Observations, folder: Path, names: Iterable[str]) -> None:
    """Observes files of these names in a folder and in all above it, whether they are there or not yet."""
    wanted = tuple(names)
    for place in (folder, *folder.parents):
        for name in wanted:
            seen.add_file(place / name)
