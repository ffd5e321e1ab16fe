"""`PythonOptions`: how Python is packaged."""

from __future__ import annotations

import os
from pathlib import Path

import attrs


def _path(value: str | os.PathLike[str] | None) -> Path | None:
    return None if value is None else Path(value)


@attrs.frozen(kw_only=True)
class PythonOptions:
    """How the dependencies of Python code are installed.

    Attributes:
        requirements: the file that names the dependencies: `requirements.txt`, `pyproject.toml` or a
            lock file beside it. Default: the nearest one, from the source file's folder upward.
        uv: the program. Default: that on PATH; without one, pip.

    Example:
        ```python
        from stacktape_constructs import PythonOptions

        assert PythonOptions(requirements="requirements.txt").requirements is not None
        ```
    """

    requirements: Path | None = attrs.field(default=None, converter=_path)
    uv: Path | None = attrs.field(default=None, converter=_path)
