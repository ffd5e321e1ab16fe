"""`CodeSource`: where the code of a config's functions and containers comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from stacktape_constructs.packaging.images.built_image import ImageBuilds


@attrs.frozen
class CodeSource:
    """Where the users' code comes from.

    Attributes:
        folder: what relative paths start from, and must not lead out of.
        placeholder: put stable placeholder code in the place of all code, and read no source file.
        image_builds: where images are built: by `docker` on the machine that deploys, or by `codebuild`.
        config: the config itself. It is left out of images of the project's files, so that a job that gets more
            memory keeps its image.
    """

    folder: ProjectFolder
    placeholder: bool = False
    image_builds: ImageBuilds = "docker"
    config: Path | None = None
