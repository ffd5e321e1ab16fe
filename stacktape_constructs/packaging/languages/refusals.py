"""What languages say of requests that they cannot follow."""

from __future__ import annotations

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import LambdaRequest, SourceRequest

#: What can always be packaged instead, as part of a sentence.
READY_ARTIFACT = "a ready folder or zip (LambdaPackage.from_artifact, in YAML custom-artifact)"


def check_runtime(request: LambdaRequest, family: str, *, language: str, example: str) -> None:
    """Refuses a runtime that does not run the language.

    Args:
        request: what is asked for.
        family: what the names of its runtimes start with, such as `ruby`.
        language: its name.
        example: the name of a runtime to take.

    Raises:
        PackagingError: the runtime is of another family.
    """
    if not request.runtime.startswith(family):
        raise PackagingError(
            path=request.title,
            problem=f"is {language}, and the function's runtime is {request.runtime}; give it {example}",
        )


def refuse_excluded_dependencies(request: SourceRequest, *, reason: str) -> None:
    """Refuses to leave packages out.

    Raises:
        PackagingError: some are to be left out.
    """
    if request.exclude_dependencies:
        raise PackagingError(
            path=request.title,
            given=request.exclude_dependencies[0],
            problem=f"cannot leave out {', '.join(request.exclude_dependencies)}: {reason}; remove "
            "exclude_dependencies (in YAML excludeDependencies)",
        )


def refuse_options(request: SourceRequest, *, language: str) -> None:
    """Refuses the options of other languages, where a language has none of its own.

    Raises:
        PackagingError: options are given.
    """
    if request.options is not None:
        raise PackagingError(
            path=request.title,
            problem=f"is {language}, which has no options, got {type(request.options).__name__}; remove options",
        )
