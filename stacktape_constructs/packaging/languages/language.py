"""What is known of a programming language, and what its packagers are asked and have to give."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

    from stacktape_constructs.packaging.bundling.bundle import Bundle

Options = TypeVar("Options")

_MODULE_NAME = re.compile(r"[\w-]+")


@attrs.frozen(kw_only=True)
class SourceRequest:
    """A source file that is to be packaged.

    Attributes:
        entry: the file.
        title: the file as it was given, for messages.
        folder: what relative paths start from.
        exclude_dependencies: packages that are to be left out.
        options: what is said for the language; None where nothing is.
    """

    entry: Path
    title: str
    folder: ProjectFolder
    exclude_dependencies: tuple[str, ...] = ()
    options: object | None = None

    def folders_upward(self) -> Iterator[Path]:
        """The folder of the file and those above it, as far as the project folder lets paths lead."""
        for folder in self.entry.parents:
            if not self.folder.allow_outside and not self.folder.holds(folder.resolve()):
                return
            yield folder

    def options_as(self, kind: type[Options]) -> Options | None:
        """The options, which must be those of the file's language.

        Raises:
            PackagingError: they are those of another.
        """
        if self.options is None or isinstance(self.options, kind):
            return self.options
        raise PackagingError(
            path=self.title,
            problem=f"takes {kind.__name__} as its options, got {type(self.options).__name__}",
        )


@attrs.frozen(kw_only=True)
class LambdaRequest(SourceRequest):
    """A source file that is to become the code of a function.

    Attributes:
        runtime: name of the runtime, such as `nodejs24.x`.
        architecture: `x86_64` or `arm64`.
        handler_function: the function to call; None where the user gave none.
    """

    runtime: str
    architecture: str
    handler_function: str | None = None


@attrs.frozen(kw_only=True)
class LambdaSource:
    """What a packager makes of a source file: files to copy, and a bundle to make where a tool has work to do.

    Attributes:
        handler: the handler as Lambda writes it.
        files: files that the code consists of, by their path in the package.
        generated: texts of files that the code needs, unless the user includes such a file.
        bundle: the code that a tool makes; the files are put into it.
        environment: variables that the code needs.
        warnings: what the user should know of the package, by a name for each.
        runs_anywhere: whether the bundle is the same for every architecture.
    """

    handler: str
    files: Mapping[str, Path] = attrs.field(factory=dict)
    generated: Mapping[str, str] = attrs.field(factory=dict)
    bundle: Bundle | None = None
    environment: Mapping[str, str] = attrs.field(factory=dict)
    warnings: Mapping[str, str] = attrs.field(factory=dict)
    runs_anywhere: bool = False

    @property
    def is_for_machine(self) -> bool:
        """Whether the code is made for one architecture."""
        return self.bundle is not None and not self.runs_anywhere


LambdaPackager = Callable[[LambdaRequest], LambdaSource]


@attrs.frozen(kw_only=True)
class ImageRequest(SourceRequest):
    """A source file that is to become an image.

    Attributes:
        version: version of the language, such as `3.12`; None where the user gave none.
    """

    version: str | None = None


@attrs.frozen(kw_only=True)
class ImageSource:
    """What an image is made of, and how. A build context has the sources below `app/`.

    Attributes:
        base: image that the program runs in, with a tag that pins its version.
        build: instructions of a first stage, with its `FROM`; none where nothing is installed or compiled.
        copies: instructions that take over what is run, which are all that the image has of the two.
        environment: variables of the image.
        command: what runs the program.
        files: the sources by their path, where they are few.
        folder: the folder of the sources, where they are many.
        leftovers: names of what tools leave in that folder and the build makes anew.
        generated: texts of more files of the build context, by their path.
    """

    base: str
    build: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    environment: Mapping[str, str] = attrs.field(factory=dict)
    command: tuple[str, ...]
    files: Mapping[str, Path] = attrs.field(factory=dict)
    folder: Path | None = None
    leftovers: tuple[str, ...] = ()
    generated: Mapping[str, str] = attrs.field(factory=dict)


ImagePackager = Callable[[ImageRequest], ImageSource]


@attrs.frozen
class Language:
    """A programming language.

    Attributes:
        name: the name in messages.
        suffixes: endings of its source files.
        runtime: name of the constant of CDK's `Runtime` that functions get by default.
        folder: where its packagers are, which are loaded when a source file needs them.
    """

    name: str
    suffixes: tuple[str, ...]
    runtime: str
    folder: str

    def package_for_lambda(self, request: LambdaRequest) -> LambdaSource:
        """Makes the code of a function from a source file.

        Raises:
            PackagingError: that cannot be done.
        """
        package: LambdaPackager = self._module("package").package_for_lambda
        return package(request)

    def package_for_image(self, request: ImageRequest) -> ImageSource:
        """Makes an image from a source file.

        Raises:
            PackagingError: that cannot be done.
        """
        package: ImagePackager = self._module("image").package_for_image
        return package(request)

    @property
    def default_runtime(self) -> lambda_.Runtime:
        """The runtime that functions in this language get by default."""
        from aws_cdk import aws_lambda as lambda_  # containers are packaged without Lambda's modules

        runtime: lambda_.Runtime = getattr(lambda_.Runtime, self.runtime)
        return runtime

    def _module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{__package__}.{self.folder}.{name}")


def module_name(file: Path) -> str:
    """The name by which a runtime imports a source file at the root of a package.

    Raises:
        PackagingError: the file's name cannot be part of a handler.
    """
    # Lambda splits a handler at its dot, so `my.orders.handler` would be looked for in `my`.
    if not _MODULE_NAME.fullmatch(file.stem):
        raise PackagingError(
            path=file.name,
            problem=f"cannot be part of a handler's name, for '{file.stem}' has other characters than "
            "letters, digits, '_' and '-'; rename the file",
        )
    return file.stem
