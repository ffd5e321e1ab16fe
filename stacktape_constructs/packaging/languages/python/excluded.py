"""Packages that are left out of a function: whether there are such packages, and which imports they may meet.

What is not installed does not say which modules it has. Where nothing else says it, each import may be met by it.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import attrs

from stacktape_constructs.errors import did_you_mean
from stacktape_constructs.packaging.languages.python.installed import OF_THE_APP
from stacktape_constructs.packaging.languages.python.outside import Outside, Part
from stacktape_constructs.packaging.languages.python.requirements import normal_name, normal_names
from stacktape_constructs.packaging.languages.python.targets import IN_THE_RUNTIME

# Packages with modules of other names than their own, and all the modules of each.
_MODULES = {
    "attrs": "attr attrs",
    "beautifulsoup4": "bs4",
    "dnspython": "dns",
    "grpcio": "grpc",
    "matplotlib": "matplotlib mpl_toolkits pylab",
    "opencv-python": "cv2",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "psycopg2-binary": "psycopg2",
    "pycryptodome": "Crypto",
    "pyjwt": "jwt",
    "pymupdf": "fitz pymupdf",
    "pyopenssl": "OpenSSL",
    "python-dateutil": "dateutil",
    "python-dotenv": "dotenv",
    "python-jose": "jose",
    "pyyaml": "yaml _yaml",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "setuptools": "setuptools pkg_resources",
    "torch": "torch functorch torchgen",
}
_PROVIDED = normal_names(IN_THE_RUNTIME)
# Packages that others need, with no module but that of their name.
_OF_THEIR_NAME = (
    frozenset(
        "annotated-types certifi charset-normalizer idna numpy pandas pydantic pydantic-core pytz requests scipy "
        "typing-extensions tzdata".split()
    )
    | _PROVIDED
)


@attrs.frozen(kw_only=True)
class Excluded:
    """The packages that are left out of a function.

    Attributes:
        given: their names, as the user gave them.
        installed: the packages that were installed, in normal form.
        resolve: tells the packages that would be installed if none were left out; None if nobody knows.
        complete: all packages are named, so that those which only they need are installed.
    """

    given: tuple[str, ...]
    installed: frozenset[str] = frozenset()
    complete: bool = False
    resolve: Callable[[], frozenset[str] | None]

    @property
    def names(self) -> frozenset[str]:
        """Their names in normal form."""
        return normal_names(self.given)

    def unknown(
        self, elsewhere: Iterable[Outside], *, named: Collection[str], files: Iterable[Path], named_by: str
    ) -> Iterator[str]:
        """What to say of each name that is none of a package, and of no module that is imported.

        It is no error: functions may share what is left out of them, and not need all of it.

        Args:
            elsewhere: the imports.
            named: the packages that are known to be named, in normal form.
            files: the files that name packages. What is only for development is named there, too.
            named_by: the name of the one that the user knows.
        """
        if not self.given:
            return
        imported = _imported(elsewhere)
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in {*files} if file.is_file()]
        doubtful = [
            name
            for name in self.given
            if normal_name(name) not in named
            and not OF_THE_APP.fullmatch(normal_name(name))
            and not _names_of(normal_name(name)) & (imported | _PROVIDED)
            and not any(_mentions(name, text) for text in texts)
        ]
        resolved = self.resolve() if doubtful else None
        for name in doubtful:
            if resolved is not None and normal_name(name) not in resolved:
                yield (
                    f"the dependency '{name}' is to be left out, and nothing that {named_by} names needs it, and "
                    "nothing imports it"
                    + (
                        did_you_mean(name, sorted({*named, *resolved, *imported}))
                        or "; remove it from exclude_dependencies (in YAML excludeDependencies)"
                    )
                )

    def not_met(self, missing: Iterable[Part], elsewhere: Iterable[Outside]) -> list[Part]:
        """Of the imports that nothing meets, those that none of the packages that are left out can meet either.

        Args:
            missing: the imports.
            elsewhere: all imports of what is not in the project.
        """
        imported = _imported(elsewhere)
        left = [*missing]
        # To know what only they need takes a tool and its time.
        for gone in (lambda: self.names, self._gone):
            names = gone() if left and self.given else frozenset()
            if names is None or any(_modules_of(name) is None and name not in imported for name in names):
                return []
            met = frozenset(module for name in names for module in _names_of(name))
            left = [part for part in left if not normal_names(part.prefixes) & met]
        return left

    def _gone(self) -> frozenset[str] | None:
        """What is not installed: the packages that are left out, and those that only they need."""
        if self.complete:
            return self.names
        resolved = self.resolve()
        return None if resolved is None else resolved - self.installed


def meets(left_out: Iterable[str], part: Part) -> bool:
    """Whether an import has the name of a package that is left out, or of a module that it is known to have."""
    return any(_names_of(normal_name(name)) & normal_names(part.prefixes) for name in left_out)


def _imported(elsewhere: Iterable[Outside]) -> frozenset[str]:
    """The names of all modules that are imported, in the normal form of packages."""
    return normal_names(name for one in elsewhere for name in _names_in(one))


def _names_in(outside: Outside) -> Iterator[str]:
    yield outside.name
    for part in outside.parts:
        yield from part.prefixes


def _names_of(package: str) -> frozenset[str]:
    return frozenset({package}) | (_modules_of(package) or frozenset())


def _modules_of(package: str) -> frozenset[str] | None:
    """All modules of a package by the names at their roots, in normal form; None if nobody knows."""
    if package in _MODULES:
        return normal_names(_MODULES[package].split())
    if package in _OF_THEIR_NAME:
        return frozenset({package})
    try:
        files = importlib.metadata.files(package) or []
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    # It may be installed for this Python as well. Where it is a link to sources, these are not among its files.
    roots = {file.parts[0] for file in files if not file.parts[0].endswith((".dist-info", ".pth"))}
    modules = {root.partition(".")[0] for root in roots if root not in ("..", "__pycache__")}
    return normal_names(modules) if modules and not any(name.startswith("__editable__") for name in modules) else None


def _mentions(name: str, text: str) -> bool:
    written = "[-_.]+".join(map(re.escape, normal_name(name).split("-")))
    return re.search(rf"(?<![\w.-]){written}(?![\w-])", text, re.IGNORECASE) is not None
