"""The code of a function from a Ruby file: the file with those that it requires by their place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource, SourceRequest, module_name
from stacktape_constructs.packaging.languages.refusals import (
    check_runtime,
    refuse_excluded_dependencies,
    refuse_options,
)

_REQUIRED = re.compile(r"""^[ \t]*require_relative[ \t(]+(?P<quote>["'])(?P<path>[^"'#\n]+)(?P=quote)""", re.MULTILINE)


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """The file, and what it requires by its place."""
    check_runtime(request, "ruby", language="Ruby", example="a Ruby runtime such as ruby3.4")
    refuse_excluded_dependencies(request, reason="only gems of the runtime itself can be used")
    refuse_options(request, language="Ruby")
    _refuse_gems(request)
    required = with_required(request)
    function = request.handler_function or "handler"
    _check_named(function, required, request)
    # Files keep their places to each other, and the topmost of their folders is the package.
    root = Path(os.path.commonpath([file.parent for file in required]))
    files = {file.relative_to(root).as_posix(): file for file in required}
    module = PurePosixPath(request.entry.parent.relative_to(root).as_posix(), module_name(request.entry))
    if "." in str(module):
        raise PackagingError(
            path=request.title,
            problem=f"would be called {module} in the package, and Lambda splits a handler's name at the first dot; "
            "rename the folder, or move what the file requires below the file's own folder",
        )
    return LambdaSource(handler=f"{module}.{function}", files=files)


def _check_named(function: str, files: Iterable[Path], request: LambdaRequest) -> None:
    """Refuses files that do not even have the word for the method that is called; what defines it only Ruby knows."""
    method = re.split(r"\.|::", function)[-1]
    word = re.compile(rf"(?<![\w?!]){re.escape(method)}(?![\w?!])")
    if not any(word.search(file.read_text(encoding="utf-8", errors="replace")) for file in files):
        raise PackagingError(
            path=request.title,
            given=function,
            problem=f"does not define '{function}', which is to be called; define it, or name another method "
            "(handler_function, in YAML handlerFunction)",
        )


def _refuse_gems(request: LambdaRequest) -> None:
    for folder in request.folders_upward():
        if (folder / "Gemfile").is_file():
            raise PackagingError(
                path=request.title,
                problem=f"has the gems of {folder / 'Gemfile'}, which have to be installed by Lambda's Ruby, for its "
                "Linux: with that Ruby, run bundle config set --local path vendor/bundle && bundle install, and give "
                "the folder with vendor/bundle to LambdaPackage.from_artifact (in YAML custom-artifact) with the "
                f"runtime {request.runtime} and the handler '{request.entry.stem}."
                f"{request.handler_function or 'handler'}'",
            )


def with_required(request: SourceRequest) -> list[Path]:
    """A file, and those that it requires by their place, and so on.

    Raises:
        PackagingError: one of them is not there, or is out of the project folder.
    """
    found: dict[Path, None] = {}
    left = [request.entry]
    while left:
        file = left.pop()
        if file not in found:
            found[file] = None
            left += _required_by(file, request)
    return list(found)


def _required_by(file: Path, request: SourceRequest) -> Iterator[Path]:
    for required in _REQUIRED.finditer(file.read_text(encoding="utf-8", errors="replace")):
        name = required["path"]
        path = request.folder.resolve(file.parent / (name if name.endswith(".rb") else f"{name}.rb"))
        if not path.is_file():
            raise PackagingError(
                path=request.title,
                problem=f"requires '{name}' in {file.name}, and there is no such file: {path}; correct the name",
            )
        yield path
