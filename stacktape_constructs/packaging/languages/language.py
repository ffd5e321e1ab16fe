"""What is known of a programming language, and what its packager has to give."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

Options = TypeVar("Options")

_MODULE_NAME = re.compile(r"[\w-]+")


@attrs.frozen(kw_only=True)
class LambdaRequest:
    """A source file that is to become the code of a function.

    Attributes:
        entry: the file.
        title: the file as it was given, for messages.
        folder: what relative paths start from.
        runtime: name of the runtime, such as `nodejs24.x`.
        architecture: `x86_64` or `arm64`.
        handler_function: the function to call; None where the user gave none.
        exclude_dependencies: packages that are to be left out.
        options: what is said for the language; None where nothing is.
    """

    entry: Path
    title: str
    folder: ProjectFolder
    runtime: str
    architecture: str
    handler_function: str | None = None
    exclude_dependencies: tuple[str, ...] = ()
    options: object | None = None

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
class LambdaSource:
    """What a packager makes of a source file: files to copy, and a bundle to make where a tool has work to do.

    Attributes:
        handler: the handler as Lambda writes it.
        files: files that the code consists of, by their path in the package.
        generated: texts of files that the code needs, unless the user includes such a file.
        bundle: the code that a tool makes; the files are put into it.
        environment: variables that the code needs.
        warnings: what the user should know of the package, as sentences.
    """

    handler: str
    files: Mapping[str, Path] = attrs.field(factory=dict)
    generated: Mapping[str, str] = attrs.field(factory=dict)
    bundle: Bundle | None = None
    environment: Mapping[str, str] = attrs.field(factory=dict)
    warnings: tuple[str, ...] = ()


LambdaPackager = Callable[[LambdaRequest], LambdaSource]


@attrs.frozen
class ContainerRecipe:
    """How a source file is run in a container.

    Attributes:
        base_image: image with the language's interpreter, with a tag that pins its version.
        command: what runs the file whose name is put behind it.
        environment: variables of the image.
    """

    base_image: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Language:
    """A programming language. A packager that is None is one that does not exist yet.

    Attributes:
        name: the name in messages.
        suffixes: endings of its source files.
        runtime: name of the constant of CDK's `Runtime` that functions get by default.
        package_for_lambda: makes the code of a function from a source file.
        container: how a source file is run in a container.
    """

    name: str
    suffixes: tuple[str, ...]
    runtime: str
    package_for_lambda: LambdaPackager | None = None
    container: ContainerRecipe | None = None

    @property
    def default_runtime(self) -> lambda_.Runtime:
        """The runtime that functions in this language get by default."""
        from aws_cdk import aws_lambda as lambda_  # containers are packaged without Lambda's modules

        runtime: lambda_.Runtime = getattr(lambda_.Runtime, self.runtime)
        return runtime


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
