"""The packaging blocks of functions in a config: their shapes."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from stacktape_constructs.config.schema import Block, prop
from stacktape_constructs.packaging.language_config import LanguageConfig


@attrs.frozen(kw_only=True)
class SourceFile(Block):
    """Code that starts at one source file."""

    entryfile_path: str = prop("Path of the source file, relative to the config's folder.")
    include_files: tuple[str, ...] = prop("Patterns of more files to put beside it.", default=())
    exclude_files: tuple[str, ...] = prop("Patterns of files to leave out again.", default=())
    exclude_dependencies: tuple[str, ...] = prop("Packages to leave out, such as those of a layer.", default=())
    language_specific_config: LanguageConfig | None = prop("Options of the file's language.", default=None)

    @property
    def excluded(self) -> tuple[str, ...]:
        """The packages to leave out, in both of the places where that can be said."""
        options = self.language_specific_config
        more = () if options is None else options.dependencies_to_exclude_from_deployment_package
        return (*self.exclude_dependencies, *more)


@attrs.frozen(kw_only=True)
class LambdaBuildpack(SourceFile):
    """A function's code from a source file."""

    TYPE = "stacktape-lambda-buildpack"

    handler_function: str | None = prop("Name of the function that the file exports.", default=None)


@attrs.frozen(kw_only=True)
class CustomArtifact(Block):
    """A function's code as a folder or zip that is ready to run."""

    TYPE = "custom-artifact"

    package_path: str = prop("Path of the folder or zip, relative to the config's folder.")
    handler: str | None = prop("The handler, as `file.py:function` or as Lambda writes it.", default=None)


def lambda_packagings() -> Mapping[str, type[Block]]:
    """How a function's code can be packaged."""
    return {block.TYPE: block for block in (LambdaBuildpack, CustomArtifact)}
