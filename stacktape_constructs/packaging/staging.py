"""Folders that are put together for one package, so that nothing else gets into it."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.file_modes import packaged_mode

Content = Path | str
"""What a staged file holds: a copy of another file, or a text."""


def stage(files: Mapping[str, Content]) -> Path:
    """Makes a folder that holds exactly these files.

    CDK copies it into the cloud assembly when the package is used and hashes names and contents
    alone, so equal files have an equal hash on every machine. The folder is removed when Python ends.

    Args:
        files: contents by path in the folder, with `/`.

    Raises:
        PackagingError: a path leads out of the folder.
    """
    folder = Path(tempfile.mkdtemp(dir=_staging_root()))
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise PackagingError(path=name, problem="must be a path within the package")
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            target.write_text(content, encoding="utf-8", newline="\n")
            target.chmod(0o644)
        else:
            shutil.copyfile(content, target)
            target.chmod(packaged_mode(content.stat()))
    return folder


@functools.cache
def _staging_root() -> Path:
    root = Path(tempfile.mkdtemp(prefix="stacktape-constructs-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root
