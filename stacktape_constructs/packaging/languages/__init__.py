"""The programming languages of source files.

To package one more language is to add its folder, with `package.py` and `image.py`, and a line here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import Language

if TYPE_CHECKING:
    from stacktape_constructs.packaging.languages.dotnet.options import DotnetOptions
    from stacktape_constructs.packaging.languages.java.options import JavaOptions
    from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
    from stacktape_constructs.packaging.languages.python.options import PythonOptions

    LanguageOptions = DotnetOptions | JavaOptions | JavaScriptOptions | PythonOptions
    """Options of a language, for the packages that are made of a source file."""

LANGUAGES = (
    Language("Python", (".py",), runtime="PYTHON_3_13", folder="python"),
    Language("JavaScript", (".js", ".mjs", ".cjs"), runtime="NODEJS_24_X", folder="javascript"),
    # JSX has to be compiled as well.
    Language("TypeScript", (".ts", ".mts", ".cts", ".tsx", ".jsx"), runtime="NODEJS_24_X", folder="javascript"),
    Language("Java", (".java",), runtime="JAVA_21", folder="java"),
    Language("Go", (".go",), runtime="PROVIDED_AL2023", folder="go"),
    Language("Ruby", (".rb",), runtime="RUBY_3_3", folder="ruby"),
    Language("PHP", (".php",), runtime="PROVIDED_AL2023", folder="php"),
    Language("Rust", (".rs",), runtime="PROVIDED_AL2023", folder="rust"),
    Language("C#", (".cs",), runtime="DOTNET_10", folder="dotnet"),
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
