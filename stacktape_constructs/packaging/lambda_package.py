"""`LambdaPackage`: what a Lambda function runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.cdk.argument_kinds import checks_kinds
from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder

if TYPE_CHECKING:
    from stacktape_constructs.packaging.bundling.bundle import Bundle
    from stacktape_constructs.packaging.languages import LanguageOptions

#: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
MAX_INLINE_BYTES = 4 * 1024 * 1024

#: As CloudFormation calls the file of inline code.
DEFAULT_HANDLER = "index.handler"

_checks_kinds = checks_kinds(
    runtime="aws_lambda.Runtime.PYTHON_3_13",
    architecture="aws_lambda.Architecture.ARM_64",
    code="aws_lambda.Code.from_bucket(...)",
    path="'src/handler.py'",
)


@attrs.frozen(eq=False, kw_only=True)
class LambdaPackage:
    """Code, and what a function must be told to run it. Made by one of the static methods.

    Nothing here runs Docker; code becomes a CDK asset that `cdk deploy` uploads.
    https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-package.html

    Attributes:
        code: the code as CDK knows it.
        handler: what Lambda calls, such as `orders.handler`.
        runtime: what the code runs on.
        architecture: of the processor that the code was made for. None: it runs on any.
        environment: variables that the code needs, however its function is made.
        bundle: what makes the code, where a tool does. `bundle.start()` begins to make it, so that
            several are made at the same time; a function that takes the package waits for it.
        warnings: what its user should know, by a name for each. A function says them as CDK's warnings,
            `stacktape-constructs:<name>`, which can be acknowledged.

    Example:
        ```python
        from aws_cdk import aws_lambda
        from stacktape_constructs import Function, LambdaPackage

        package = LambdaPackage.inline(
            "def handler(event, context): return event",
            runtime=aws_lambda.Runtime.PYTHON_3_13,
        )
        Function(stack, "Echo", packaging=package)
        ```
    """

    code: lambda_.Code
    handler: str
    runtime: lambda_.Runtime
    architecture: lambda_.Architecture | None = attrs.field(default=None)
    environment: Mapping[str, str] = attrs.field(factory=dict)
    bundle: Bundle | None = attrs.field(default=None)
    warnings: Mapping[str, str] = attrs.field(factory=dict)
    _made_for: Callable[[lambda_.Architecture], LambdaPackage] | None = attrs.field(
        default=None, alias="made_for", repr=False
    )

    def for_architecture(self, architecture: lambda_.Architecture) -> LambdaPackage:
        """This package if it runs on an architecture; or the same code packaged for it, where none was asked for.

        Raises:
            PackagingError: it was made for another one.
        """
        if self.architecture is None or self.architecture.name == architecture.name:
            return self
        if self._made_for is not None:
            return self._made_for(architecture)
        raise PackagingError(
            path="packaging",
            problem=f"is made for {self.architecture.name}, and the function has {architecture.name}; give both the "
            "same architecture, or the function alone",
        )

    @staticmethod
    @_checks_kinds
    def from_code(code: lambda_.Code, *, handler: str, runtime: lambda_.Runtime) -> LambdaPackage:
        """Any code that CDK knows, such as that of `Code.from_bucket` or `Code.from_custom_command`."""
        return LambdaPackage(code=code, handler=handler, runtime=runtime)

    @staticmethod
    @_checks_kinds
    def inline(source: str, *, runtime: lambda_.Runtime | None = None, handler: str = DEFAULT_HANDLER) -> LambdaPackage:
        """Source code that is part of the template.

        Args:
            source: up to 4 MB of Python or of JavaScript, which is read as CommonJS. The template as
                a whole can have 1 MB.
            runtime: a Python or Node.js runtime. Default: Python 3.13.
            handler: CloudFormation calls the file `index`, so this starts with `index.`.

        Raises:
            PackagingError: the source is empty or too large, or the runtime or the handler is another.
        """
        runtime = runtime or lambda_.Runtime.PYTHON_3_13
        size = len(source.encode())
        if not 1 <= size <= MAX_INLINE_BYTES:
            raise PackagingError(
                path="inline code",
                problem=f"must have 1 to {MAX_INLINE_BYTES} bytes, got {size}; put larger code in a file",
            )
        if not runtime.supports_inline_code:
            raise PackagingError(
                path="inline code", problem=f"must be for a Python or Node.js runtime, got {runtime.name}"
            )
        if not handler.startswith("index."):
            raise PackagingError(
                path="inline code", problem=f"must have a handler that starts with 'index.', got '{handler}'"
            )
        return LambdaPackage(code=lambda_.Code.from_inline(source), handler=handler, runtime=runtime)

    @staticmethod
    @_checks_kinds
    def from_file(
        path: str | os.PathLike[str],
        *,
        runtime: lambda_.Runtime | None = None,
        architecture: lambda_.Architecture | None = None,
        handler_function: str | None = None,
        include_files: Iterable[str] = (),
        exclude_files: Iterable[str] = (),
        exclude_dependencies: Iterable[str] = (),
        options: LanguageOptions | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> LambdaPackage:
        """The code that starts at one source file.

        TypeScript and JavaScript are bundled with all that they import by the esbuild of your project,
        for the Node.js of the runtime. JavaScript that imports nothing but Node.js's own modules and the
        AWS SDK is copied as it is. Python is copied with the modules of the project that it imports, and
        what its project depends on is installed beside them. Go, Rust and C# are compiled. All other files
        are packaged only if `include_files` names them.

        Nothing is bundled before it is needed: see `LambdaPackage.bundle`.

        Args:
            path: the file. Without an extension, the one file of that name with a known extension, or
                the `index` file in the folder of that name.
            runtime: default, by the extension: Python 3.13, Node.js 24, Ruby 3.3, .NET 10, or for Go and Rust
                the one of Amazon Linux 2023 for programs.
            architecture: of the processor that the code is made for. Default: that of the function which takes the
                package, x86-64 if it does not say.
            handler_function: name of the function to call. Default: `handler`, and for TypeScript and
                JavaScript with a default export that export, `default`.
            include_files: glob patterns of files to add, from the project folder, such as
                `templates/*.html`, or `assets/**` for all below a folder. They keep their path in the
                project folder.
            exclude_files: patterns of files to leave out of these again.
            exclude_dependencies: packages to leave out, such as those of a layer.
            options: how the language is packaged, such as `JavaScriptOptions`.
            project_folder: where the paths start and what they must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: the file is not there, is ambiguous, is out of the folder, or is in a
                language that is not packaged; or the tool that packages it is not there.
        """
        from stacktape_constructs.packaging.source_file import package_file

        return package_file(
            path,
            runtime=runtime,
            architecture=architecture,
            handler_function=handler_function,
            include_files=include_files,
            exclude_files=exclude_files,
            exclude_dependencies=exclude_dependencies,
            options=options,
            project_folder=project_folder,
        )

    @staticmethod
    @_checks_kinds
    def from_artifact(
        path: str | os.PathLike[str],
        *,
        runtime: lambda_.Runtime,
        handler: str | None = None,
        project_folder: ProjectFolder | None = None,
    ) -> LambdaPackage:
        """A folder or archive that is ready to run, with everything the code depends on.

        Of a folder, files in which tools keep credentials (`.env`, `.npmrc`, `.aws` and others, private
        keys) and what tools leave behind (`.git`, `.venv`, `cdk.out`) are left out; an archive is taken as
        it is.

        Args:
            path: a folder, or a `.zip` or `.jar` file.
            runtime: what the code runs on.
            handler: as Lambda writes it, or as `file.py:function`. Default: `index.handler`.
            project_folder: where the path starts and what it must stay in. Default: the current
                directory, without restriction.

        Raises:
            PackagingError: there is no such folder or archive, it cannot be unpacked or has more than 250 MB
                unpacked, or it is out of the project folder.
        """
        from stacktape_constructs.packaging.artifact import package_artifact

        return package_artifact(path, runtime=runtime, handler=handler, project_folder=project_folder)

    @staticmethod
    @_checks_kinds
    def placeholder(
        *,
        runtime: lambda_.Runtime | None = None,
        source_path: str | None = None,
        handler: str | None = None,
    ) -> LambdaPackage:
        """Code that fails when it is called, for a function whose code is not there yet.

        It is an asset as real code is, so the template has the same shape, and it is the same on every
        machine. No file of the project is read.

        Args:
            runtime: default: that of the source file's extension, else Node.js 24.
            source_path: where the code will be; only its extension is looked at.
            handler: as Lambda writes it, or as `file.py:function`, or for Python and Node.js the name of
                a function in the module `index`. Default: `index.handler`.

        Raises:
            PackagingError: the handler's file would be out of the package.
        """
        from stacktape_constructs.packaging.source_file import placeholder_package

        return placeholder_package(runtime=runtime, source_path=source_path, handler=handler)
