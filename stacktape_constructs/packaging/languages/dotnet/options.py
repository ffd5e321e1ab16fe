"""`DotnetOptions`: how .NET is packaged."""

from __future__ import annotations

import os
from pathlib import Path

import attrs


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)


@attrs.frozen(kw_only=True)
class DotnetOptions:
    """How `dotnet publish` makes the code of a function.

    Attributes:
        project_file: the .csproj file, from the project folder. Default: the nearest one, from the
            source file's folder upward.
    """

    project_file: Path | None = attrs.field(default=None, converter=_path)
