"""Code of functions that is ready to run: what `LambdaPackage.from_artifact` makes of it."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.lambda_package import DEFAULT_HANDLER, LambdaPackage
from stacktape_constructs.packaging.limits import check_artifact
from stacktape_constructs.packaging.project_folder import ProjectFolder
from stacktape_constructs.packaging.whole_folder import exclusions

# One colon, for `Namespace.Class::method` is how Java and .NET write their handlers.
_FILE_AND_FUNCTION = re.compile(r"(?P<file>[^:]+):(?P<function>[^:]+)")

_SUFFIXES = {"nodejs": (".js", ".mjs", ".cjs"), "ruby": (".rb",)}


def package_artifact(
    path: str | os.PathLike[str],
    *,
    runtime: lambda_.Runtime,
    handler: str | None,
    project_folder: ProjectFolder | None,
) -> LambdaPackage:
    """What `LambdaPackage.from_artifact` makes."""
    folder = project_folder or ProjectFolder.current()
    artifact = folder.resolve(path)
    if not artifact.exists():
        raise PackagingError(path=os.fspath(path), problem=f"there is no such folder or archive in {folder.path}")
    if artifact.is_file() and artifact.suffix not in (".zip", ".jar"):
        raise PackagingError(path=os.fspath(path), problem="must be a folder or a .zip or .jar file")
    files = check_artifact(artifact, title=os.fspath(path))
    handler = lambda_handler(handler)
    if artifact.is_file():
        code = lambda_.Code.from_asset(str(artifact))
    else:
        code = lambda_.Code.from_asset(
            str(artifact),
            exclude=exclusions(artifact, folder, shown=os.fspath(path)),
            ignore_mode=cdk.IgnoreMode.DOCKER,
        )
    candidates = _files_of(handler, runtime.name)
    warnings = {}
    if candidates and not {*candidates} & {*files}:
        warnings["handlerFile"] = (
            f"{os.fspath(path)}: has no {' or '.join(candidates)}, which {runtime.name} starts for the handler "
            f"'{handler}'; correct the handler or the package, unless a layer has the file"
        )
    return LambdaPackage(code=code, handler=handler, runtime=runtime, warnings=warnings)


def _files_of(handler: str, runtime: str) -> tuple[str, ...]:
    """The files of which a runtime needs one; none where it is not known, or they are not in the package."""
    if runtime.startswith("provided"):
        return ("bootstrap",)
    if handler.startswith("/"):
        return ()
    folder, _, name = handler.rpartition("/")
    if runtime.startswith("python"):
        module = os.path.join(folder, *name.split(".")[:-1])  # noqa: PTH118
        return (f"{module}.py", f"{module}/__init__.py")
    # These read a handler up to its first dot.
    module = os.path.join(folder, name.partition(".")[0])  # noqa: PTH118
    suffixes = next((suffixes for family, suffixes in _SUFFIXES.items() if runtime.startswith(family)), ())
    return tuple(module + suffix for suffix in suffixes)


def lambda_handler(handler: str | None) -> str:
    """A handler as Lambda writes it: `src/orders.handler` of `src/orders.py:handler`."""
    if handler is None:
        return DEFAULT_HANDLER
    parts = _FILE_AND_FUNCTION.fullmatch(handler)
    if parts is None:
        return handler
    file = PurePosixPath(parts["file"])
    if not file.name:
        raise PackagingError(path=handler, problem="must be a handler such as 'src/orders.py:handler'")
    return f"{file.with_suffix('')}.{parts['function']}"
