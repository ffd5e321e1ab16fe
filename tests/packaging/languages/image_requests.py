"""Requests as `ContainerPackage.from_file` makes them, of projects that are written for a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.image import dockerfile
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import write


def image(project: Path, entry: str, files: Mapping[str, str], **changes: Any) -> ImageSource:
    """What the image of a file of a project is made of."""
    write(project, files)
    values = {"entry": project / entry, "title": entry, "folder": ProjectFolder(project), **changes}
    return language_of(entry).package_for_image(ImageRequest(**values))


def text(project: Path, entry: str, files: Mapping[str, str], **changes: Any) -> str:
    """Its Dockerfile."""
    return dockerfile(image(project, entry, files, **changes))


def refused(project: Path, entry: str, files: Mapping[str, str], **changes: Any) -> str:
    """What is said of a file that no image can be made of."""
    with pytest.raises(PackagingError) as caught:
        image(project, entry, files, **changes)
    return str(caught.value)
