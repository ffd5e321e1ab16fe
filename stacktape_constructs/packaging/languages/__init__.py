"""The programming languages of source files.

To package one more language is to add a module with its `Language` here. What has no packager is
known all the same: by its default runtime, and by an error that says what can be done instead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.javascript import JAVASCRIPT
from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.python import PYTHON

# Stacktape runs Go and PHP on provided.al2; its Amazon Linux 2 has reached its end of life.
_OS_ONLY_RUNTIME = "PROVIDED_AL2023"

LANGUAGES: tuple[Language, ...] = (
    PYTHON,
    JAVASCRIPT,
    Language(name="TypeScript", suffixes=(".ts", ".mts", ".cts", ".tsx"), runtime="NODEJS_24_X"),
    Language(name="JSX", suffixes=(".jsx",), runtime="NODEJS_24_X"),
    Language(name="Java", suffixes=(".java",), runtime="JAVA_21"),
    Language(name="Go", suffixes=(".go",), runtime=_OS_ONLY_RUNTIME),
    Language(name="Ruby", suffixes=(".rb",), runtime="RUBY_3_3"),
    Language(name="PHP", suffixes=(".php",), runtime=_OS_ONLY_RUNTIME),
    Language(name="Rust", suffixes=(".rs",), runtime=_OS_ONLY_RUNTIME),
    Language(name="C#", suffixes=(".cs",), runtime="DOTNET_10"),
)

LANGUAGE_BY_SUFFIX: Mapping[str, Language] = MappingProxyType(
    {suffix: language for language in LANGUAGES for suffix in language.suffixes}
)


def language_of(path: str | os.PathLike[str]) -> Language:
    """The language of a source file, by its extension; the file is not read.

    Raises:
        PackagingError: the extension is of no known language.
    """
    suffix = PurePath(path).suffix
    if suffix not in LANGUAGE_BY_SUFFIX:
        raise PackagingError(
            path=os.fspath(path),
            problem=f"has the extension '{suffix}', which is of no known language; known are "
            f"{', '.join(LANGUAGE_BY_SUFFIX)}",
        )
    return LANGUAGE_BY_SUFFIX[suffix]


def not_bundled(path: str | os.PathLike[str], language: Language, *, instead: str) -> PackagingError:
    """What is said of a source file whose language has no packager."""
    return PackagingError(
        path=os.fspath(path),
        problem=f"{language.name} has to be compiled or bundled, which is not supported yet; give a Python "
        f"(.py) or JavaScript (.js, .mjs, .cjs) file, {instead}",
    )
