"""What Lambda accepts of a package.

That a zip file may have 50 MB is about those that are uploaded to Lambda itself; the CDK uploads to S3.
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.whole_folder import sizes_in

#: Of the package with its layers, unpacked.
MAX_UNPACKED_BYTES = 262_144_000
_NAMED = 3


def check_size(folder: Path, *, title: str) -> None:
    """Refuses a package that Lambda would refuse at deploy.

    Raises:
        PackagingError: its files have more than 250 MB (262,144,000 bytes) in all.
    """
    check_sizes(dict(_sizes(str(folder), "")), title=title)


def check_sizes(sizes: Mapping[str, int], *, title: str) -> None:
    """Refuses the files of a package, by their path in it and with their size in bytes, as `check_size` does.

    Raises:
        PackagingError: they have more than 250 MB (262,144,000 bytes) in all.
    """
    total = sum(sizes.values())
    if total <= MAX_UNPACKED_BYTES:
        return
    largest = ", ".join(f"{name} ({_megabytes(size)})" for name, size in _largest_parts(sizes)[:_NAMED])
    raise PackagingError(
        path=title,
        problem=f"makes a package of {_megabytes(total)}, and Lambda takes {_megabytes(MAX_UNPACKED_BYTES)} unpacked; "
        f"the largest parts are {largest}; leave out what is not needed, or run the code in a container",
    )


def check_artifact(artifact: Path, *, title: str) -> Collection[str]:
    """Refuses a ready folder or archive, as `check_size` does, and gives the paths of the files in it.

    Raises:
        PackagingError: it has more than 250 MB (262,144,000 bytes) unpacked, or is an archive that
            cannot be unpacked.
    """
    if artifact.is_dir():
        sizes = sizes_in(artifact)
        check_sizes(sizes, title=title)
        return sizes.keys()
    try:
        with zipfile.ZipFile(artifact) as content:
            sizes = {file.filename: file.file_size for file in content.infolist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise PackagingError(path=title, problem=f"cannot be unpacked by Lambda: {error}; pack it again") from None
    check_sizes(sizes, title=title)
    return sizes.keys()


def _sizes(folder: str, below: str) -> Iterator[tuple[str, int]]:
    """The files in a folder by their path in it, as text: there may be thousands."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path, f"{below}{entry.name}/")
            elif entry.is_file():
                yield below + entry.name, entry.stat().st_size


def _largest_parts(sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The parts at the root, or one below `node_modules`, by their size."""
    parts: dict[str, int] = {}
    for name, size in sizes.items():
        steps = name.split("/")
        part = "/".join(steps[: 2 if steps[0] == "node_modules" else 1])
        parts[part] = parts.get(part, 0) + size
    return sorted(parts.items(), key=lambda part: -part[1])


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
