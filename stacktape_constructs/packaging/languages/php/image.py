"""The image of a PHP file."""

from __future__ import annotations

from pathlib import Path

from stacktape_constructs.packaging.languages.image import (
    COPY_SOURCES,
    OFFICIAL,
    cached,
    copy_from_build,
    nearest_file,
    place,
    version_of,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies, refuse_options

_PHP = "8.4"
_COMPOSER = "2.9"


def package_for_image(request: ImageRequest) -> ImageSource:
    """The file itself, or the whole project where packages have to be installed."""
    refuse_options(request, language="PHP")
    refuse_excluded_dependencies(request, reason="they are those of composer.json, which has require-dev for that")
    php = version_of(request, _PHP)
    manifest = nearest_file(request, "composer.json")
    if manifest is not None:
        return _project(request, manifest.parent, php)
    return ImageSource(
        base=f"{OFFICIAL}/php:{php}-cli",
        copies=(COPY_SOURCES,),
        command=("php", request.entry.name),
        files={request.entry.name: request.entry},
    )


def _project(request: ImageRequest, folder: Path, php: str) -> ImageSource:
    # The PHP of this stage is another, and has other extensions, than the one that runs the program.
    install = "composer install --no-dev --no-interaction --optimize-autoloader --ignore-platform-reqs"
    return ImageSource(
        base=f"{OFFICIAL}/php:{php}-cli",
        build=(
            f"FROM {OFFICIAL}/composer:{_COMPOSER} AS build",
            "WORKDIR /app",
            "COPY app/ ./",
            cached("/tmp/cache", install),
        ),
        copies=(copy_from_build("/app"),),
        command=("php", place(request.entry, folder, title=request.title)),
        folder=folder,
        leftovers=("vendor",),
    )
