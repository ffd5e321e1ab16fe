"""The image of a Ruby file."""

from __future__ import annotations

import os
from pathlib import Path

from stacktape_constructs.packaging.languages.image import (
    COPY_SOURCES,
    OFFICIAL,
    cached,
    copy_from_build,
    environment,
    nearest_file,
    place,
    version_of,
)
from stacktape_constructs.packaging.languages.language import ImageRequest, ImageSource
from stacktape_constructs.packaging.languages.refusals import refuse_excluded_dependencies, refuse_options
from stacktape_constructs.packaging.languages.ruby.package import with_required

_RUBY = "3.4"


def package_for_image(request: ImageRequest) -> ImageSource:
    """The file with what it requires by its place, or the whole project where gems have to be installed."""
    refuse_options(request, language="Ruby")
    refuse_excluded_dependencies(request, reason="they are those of the Gemfile, which has groups for that")
    ruby = version_of(request, _RUBY)
    gemfile = nearest_file(request, "Gemfile")
    if gemfile is not None:
        return _project(request, gemfile, ruby)
    required = with_required(request)
    root = Path(os.path.commonpath([file.parent for file in required]))
    return ImageSource(
        base=f"{OFFICIAL}/ruby:{ruby}-slim",
        copies=(COPY_SOURCES,),
        command=("ruby", request.entry.relative_to(root).as_posix()),
        files={file.relative_to(root).as_posix(): file for file in required},
    )


def _project(request: ImageRequest, gemfile: Path, ruby: str) -> ImageSource:
    settings = {"BUNDLE_PATH": "vendor/bundle", "BUNDLE_WITHOUT": "development:test"}
    # Takes the lock file as it is, and refuses one that does not fit the Gemfile.
    frozen = {"BUNDLE_FROZEN": "true"} if gemfile.with_name("Gemfile.lock").is_file() else {}
    return ImageSource(
        base=f"{OFFICIAL}/ruby:{ruby}-slim",
        build=(
            f"FROM {OFFICIAL}/ruby:{ruby} AS build",
            *(environment(name, value) for name, value in {**settings, **frozen}.items()),
            "WORKDIR /app",
            "COPY app/ ./",
            cached("/root/.bundle/cache", "bundle install"),
        ),
        copies=(copy_from_build("/app"),),
        environment={**settings, **frozen},
        command=("bundle", "exec", "ruby", place(request.entry, gemfile.parent, title=request.title)),
        folder=gemfile.parent,
        leftovers=(".bundle", "vendor/bundle"),
    )
