"""The packaging blocks of functions in a config: what they are packaged as."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.config.schema import Block
from stacktape_constructs.errors import ConfigError, PackagingError, Problem
from stacktape_constructs.packaging.code_source import CodeSource
from stacktape_constructs.packaging.config import CustomArtifact, LambdaBuildpack, SourceFile
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.build import language_options
from stacktape_constructs.packaging.yaml_advice import in_yaml
from stacktape_constructs.source import Position

if TYPE_CHECKING:
    from stacktape_constructs.packaging.languages import LanguageOptions


def lambda_package(
    block: Block, code: CodeSource, *, runtime: lambda_.Runtime | None, architecture: lambda_.Architecture
) -> LambdaPackage:
    """The code of a function.

    Raises:
        ConfigError: the code is not there, or is of a kind that cannot be packaged.
    """
    if isinstance(block, CustomArtifact):
        assert runtime is not None, "a function with a ready package has a runtime, or is not read"
        if code.placeholder:
            return LambdaPackage.placeholder(runtime=runtime, handler=block.handler)
        with problems_at(block, "package_path"):
            return LambdaPackage.from_artifact(
                block.package_path, handler=block.handler, runtime=runtime, project_folder=code.folder
            )
    assert isinstance(block, LambdaBuildpack)
    if code.placeholder:
        return LambdaPackage.placeholder(
            runtime=runtime, source_path=block.entryfile_path, handler=block.handler_function
        )
    with problems_at(block, "entryfile_path"):
        return LambdaPackage.from_file(
            block.entryfile_path,
            runtime=runtime,
            architecture=architecture,
            handler_function=block.handler_function,
            include_files=block.include_files,
            exclude_files=block.exclude_files,
            exclude_dependencies=block.excluded,
            options=options_of(block, code),
            project_folder=code.folder,
        )


def await_bundle(block: Block, package: LambdaPackage) -> None:
    """Waits for the code of a function, where a tool makes it.

    Raises:
        ConfigError: the tool cannot make it.
    """
    if package.bundle is not None:
        with problems_at(block, "entryfile_path"):
            package.bundle.folder()


def options_of(block: SourceFile, code: CodeSource) -> LanguageOptions | None:
    """The options of a source file's language.

    Raises:
        ConfigError: one is for another language, or cannot be followed.
        PackagingError: the file is not there.
    """
    if block.language_specific_config is None:
        return None
    language = language_of(find_entry_file(block.entryfile_path, code.folder)).name
    return language_options(block.language_specific_config, language, code.folder)


@contextlib.contextmanager
def problems_at(block: Block, field: str) -> Iterator[None]:
    """Gives what cannot be packaged its place in the config, as a ConfigError."""
    try:
        yield
    except PackagingError as error:
        problem = Problem(_place(block, field, error), in_yaml(error.sentence), details=error.details)
        raise ConfigError([problem]) from None


def _place(block: Block, field: str, error: PackagingError) -> Position:
    """Where that stands which is at fault, or else the field that is read first."""
    for said in (error.given, error.path):
        for part in (block, getattr(block, "language_specific_config", None)):
            place = None if part is None or said is None else _place_of(said, part)
            if place is not None:
                return place
    return block.position_of(field)


def _place_of(said: str, block: Block) -> Position | None:
    for name, position in block.origin.properties.items():
        value = getattr(block, name)
        if isinstance(value, str) and _is_same(said, value):
            return position
        if isinstance(value, tuple):
            for item, place in zip(value, block.origin.items.get(name, ()), strict=False):
                if isinstance(item, str) and _is_same(said, item):
                    return place
    return None


def _is_same(said: str, value: str) -> bool:
    """Whether an error names what stands in a config, which may be a path from the project folder."""
    parts = Path(os.path.normpath(value)).parts
    return said == value or (Path(said).is_absolute() and Path(said).parts[-len(parts) :] == parts)
