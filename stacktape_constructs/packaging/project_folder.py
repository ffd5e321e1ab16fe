"""The folder that a project's paths start from, and may not lead out of."""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError


def absolute(path: str | os.PathLike[str]) -> Path:
    """A path from the root, without `..`, which keeps the names of symbolic links."""
    return Path(os.path.normpath(Path.cwd() / path))


def _absolute_or_none(path: str | os.PathLike[str] | None) -> Path | None:
    return None if path is None else absolute(path)


@attrs.frozen
class ProjectFolder:
    """A folder whose files may be packaged.

    A config from elsewhere must not be able to put any file of the machine that synthesizes it into
    a package, so a path that leads out of the folder is refused: by `..`, because it is absolute, or
    through a symbolic link.

    Attributes:
        path: the folder. A relative path starts at the current directory of this moment.
        within: a folder above it that paths may lead into as well. Default: the folder itself.
        allow_outside: let paths lead anywhere.
        remedy: how the user of this folder can allow such a path, as the end of a sentence.

    Example:
        ```python
        from stacktape_constructs.packaging.project_folder import ProjectFolder

        assert ProjectFolder("src").resolve("api/orders.py").name == "orders.py"
        ```
    """

    path: Path = attrs.field(converter=absolute)
    within: Path | None = attrs.field(default=None, converter=_absolute_or_none, kw_only=True)
    allow_outside: bool = attrs.field(default=False, kw_only=True)
    remedy: str = attrs.field(
        default="or allow such paths with ProjectFolder(..., allow_outside=True)", kw_only=True, eq=False, repr=False
    )

    @staticmethod
    def current() -> ProjectFolder:
        """The current directory, without restriction: how CDK itself reads paths."""
        return ProjectFolder(Path.cwd(), allow_outside=True)

    @property
    def boundary(self) -> Path:
        """The folder that paths may not lead out of."""
        return self.path if self.within is None else self.within

    def holds(self, path: Path) -> bool:
        """Whether a path without symbolic links may be packaged."""
        return self.allow_outside or path.is_relative_to(self.boundary.resolve())

    def resolve(self, relative: str | os.PathLike[str]) -> Path:
        """The absolute path of a file or folder, which need not exist.

        Symbolic links are looked through to see where they lead, but the path keeps their names: a
        handler is named after the file that the user named.

        Raises:
            PackagingError: the path leads out of the folder.
        """
        path = absolute(self.path / relative)
        if not self.holds(path.resolve()):
            raise PackagingError(
                path=os.fspath(relative),
                problem=f"leads out of the project folder {self.boundary}; move it into that folder, {self.remedy}",
            )
        return path
