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
from stacktape_constructs.packaging.languages.dotnet import CSHARP
from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
from stacktape_constructs.packaging.languages.go import GO
from stacktape_constructs.packaging.languages.java import JAVA
from stacktape_constructs.packaging.languages.java.options import JavaOptions
from stacktape_constructs.packaging.languages.javascript import JAVASCRIPT, TYPESCRIPT
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.languages.language import Language
from stacktape_constructs.packaging.languages.php import PHP
from stacktape_constructs.packaging.languages.python import PYTHON
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.languages.ruby import RUBY
from stacktape_constructs.packaging.languages.rust import RUST

LanguageOptions = DotnetOptions | JavaOptions | JavaScriptOptions | PythonOptions
"""Options of a language, for the packages that are made of a source file."""

LANGUAGES: tuple[Language, ...] = (PYTHON, JAVASCRIPT, TYPESCRIPT, JAVA, GO, RUBY, PHP, RUST, CSHARP)

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
