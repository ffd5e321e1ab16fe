"""What is known of a programming language, and what its packager has to give."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from stacktape_constructs.errors import PackagingError

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_MODULE_NAME = re.compile(r"[\w-]+")


@attrs.frozen
class LambdaSource:
    """What a packager makes of a source file.

    Attributes:
        handler: the handler as Lambda writes it.
        files: files that the code consists of, by their path in the package.
        generated: texts of files that the code needs, unless the user includes such a file.
        environment: variables that the code needs.
    """

    handler: str
    files: Mapping[str, Path]
    generated: Mapping[str, str] = attrs.field(factory=dict)
    environment: Mapping[str, str] = attrs.field(factory=dict)


#: Takes the source file and the name of its handler function, None where the user gave none.
LambdaPackager = Callable[[Path, "str | None"], LambdaSource]


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
