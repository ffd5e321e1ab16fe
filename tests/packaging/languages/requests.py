"""Requests as `LambdaPackage.from_file` makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.project_folder import ProjectFolder


def request_for(entry: Path, **changes: Any) -> LambdaRequest:
    """A request for a file at the root of a project, or of the project in `folder`."""
    values = {
        "entry": entry,
        "title": entry.name,
        "folder": ProjectFolder(entry.parent),
        "runtime": "nodejs24.x",
        "architecture": "x86_64",
        **changes,
    }
    return LambdaRequest(**values)
