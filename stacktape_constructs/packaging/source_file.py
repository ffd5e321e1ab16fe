"""Code of functions that has to be packaged: what `LambdaPackage.from_file` makes of it, and what stands in for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.packaging.artifact import lambda_handler
from stacktape_constructs.packaging.bundled_code import BundledCode
from stacktape_constructs.packaging.code_asset import code_asset
from stacktape_constructs.packaging.entry_file import find_entry_file
from stacktape_constructs.packaging.included_files import with_included_files
from stacktape_constructs.packaging.lambda_package import LambdaPackage
from stacktape_constructs.packaging.languages import LANGUAGE_BY_SUFFIX, language_of
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.limits import check_size, check_sizes
from stacktape_constructs.packaging.placeholder import lambda_placeholder
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.staging import stage

if TYPE_CHECKING:
    from stacktape_constructs.packaging.bundling.bundle import Bundle
    from stacktape_constructs.packaging.languages import LanguageOptions


def package_file(
    path: str | os.PathLike[str],
    *,
    runtime: lambda_.Runtime | None,
    architecture: lambda_.Architecture | None,
    handler_function: str | None,
    include_files: Iterable[str],
    exclude_files: Iterable[str],
    exclude_dependencies: Iterable[str],
    options: LanguageOptions | None,
    project_folder: ProjectFolder | None,
) -> LambdaPackage:
    """What `LambdaPackage.from_file` makes."""
    # They may be read twice: for a function of another architecture.
    include_files, exclude_files = tuple(include_files), tuple(exclude_files)
    exclude_dependencies = tuple(exclude_dependencies)
    folder = project_folder or ProjectFolder.current()
    processor = architecture or lambda_.Architecture.X86_64
    entry = find_entry_file(path, folder)
    language = language_of(entry)
    resolved_runtime = runtime or language.default_runtime
    source = language.package_for_lambda(
        LambdaRequest(
            entry=entry,
            title=os.fspath(path),
            folder=folder,
            runtime=resolved_runtime.name,
            architecture=processor.name,
            handler_function=handler_function,
            exclude_dependencies=exclude_dependencies,
            options=options,
        )
    )
    files = with_included_files(source.files, folder, include=include_files, exclude=exclude_files)
    bundle: Bundle | None = None
    code: lambda_.Code
    if source.bundle is None:
        check_sizes({name: file.stat().st_size for name, file in files.items()}, title=os.fspath(path))
        code = code_asset(stage({**source.generated, **files}), files)
    else:
        bundle = source.bundle.with_files(files, source.generated).with_check(check_size)
        code = BundledCode(bundle)

    def made_for(other: lambda_.Architecture) -> LambdaPackage:
        return package_file(
            path,
            runtime=runtime,
            architecture=other,
            handler_function=handler_function,
            include_files=include_files,
            exclude_files=exclude_files,
            exclude_dependencies=exclude_dependencies,
            options=options,
            project_folder=folder,
        )

    return LambdaPackage(
        code=code,
        handler=source.handler,
        runtime=resolved_runtime,
        architecture=processor if source.is_for_machine else None,
        made_for=made_for if architecture is None else None,
        environment=source.environment,
        bundle=bundle,
        warnings=source.warnings,
    )


def placeholder_package(
    *, runtime: lambda_.Runtime | None, source_path: str | None, handler: str | None
) -> LambdaPackage:
    """What `LambdaPackage.placeholder` makes."""
    suffix = PurePosixPath(source_path or "").suffix
    language = LANGUAGE_BY_SUFFIX.get(suffix, LANGUAGE_BY_SUFFIX[".js"])
    runtime = runtime or language.default_runtime
    handler = lambda_handler(handler)
    if "." not in handler and runtime.supports_inline_code:
        handler = f"index.{handler}"
    folder = stage(lambda_placeholder(runtime, handler))
    return LambdaPackage(code=lambda_.Code.from_asset(str(folder)), handler=handler, runtime=runtime)
