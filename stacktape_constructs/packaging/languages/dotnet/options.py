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

    Example:
        ```python
        from stacktape_constructs import DotnetOptions

        assert DotnetOptions(project_file="src/Orders.csproj").project_file is not None
        ```
    """

    project_file: Path | None = attrs.field(default=None, converter=_path)
