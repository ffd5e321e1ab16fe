"""Requirements: what is to be installed, in the lines that pip and uv read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.project_folder import ProjectFolder

_NAME = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*(?P<extras>\[[^\]]*\])?")
_OPTION = re.compile(r"(?P<option>--[a-z-]+|-[a-z])[ \t]*[= \t]?[ \t]*(?P<value>.*)", re.DOTALL)
_COMMENT = re.compile(r"(?:^|\s+)#.*$", re.MULTILINE)
_CONTINUED = re.compile(r"\\\r?\n")
_HASH = re.compile(r"[ \t]*--hash[= ]\S+")
_LOCAL = re.compile(r"(?P<path>[^;\[]+?)[ \t]*(?P<extras>\[[^\]]*\])?[ \t]*(?P<marker>;.*)?")
_PROJECT_NAME = re.compile(
    r"""^\[(?:project|tool\.poetry)\]\s*$(?:(?!^\[).)*?^name\s*=\s*["']([^"']+)["']""", re.M | re.S
)
_NAME_BEHIND_URL = re.compile(r"[#&]egg=([\w.-]+)")
_NAME_IN_URL = re.compile(
    r"/(?P<archive>[\w.-]+?)-v?\d[^/#]*\.(?:whl|zip|tar\.gz)"
    # By custom, a repository has the name of its package.
    r"|^(?:git|hg|svn|bzr)\+[^#@]*://[^#]*?/(?P<repository>[\w.-]+?)(?:\.git)?/?(?:@[^#;\s]*)?(?:[#;\s]|$)"
)
_NAME_OF_ARCHIVE = re.compile(r"(.+?)-v?\d")
_ARCHIVES = (".whl", ".tar.gz", ".zip")
_FROM_SOURCE = ("git+", "hg+", "svn+", "bzr+")


def normal_name(name: str) -> str:
    """A package's name as registries compare it: `PyYAML` and `pyyaml` are one, as are `a_b` and `a-b`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def normal_names(names: Iterable[str]) -> frozenset[str]:
    """Names in normal form."""
    return frozenset(normal_name(name) for name in names)


@attrs.frozen
class Requirement:
    """One line.

    Attributes:
        line: the line, for a tool; paths in it are absolute.
        name: what it requires, in normal form; empty for an option.
        local: the folder or archive of the project that it names.
        from_source: it is not in a registry, so it may have to be built.
    """

    line: str
    name: str = ""
    local: Path | None = None
    from_source: bool = False

    @property
    def without_hashes(self) -> str:
        """The line, without the digests of the files that may be taken."""
        return _HASH.sub("", self.line)

    @property
    def extras(self) -> tuple[str, ...]:
        """The extras that are required with it, such as `a` and `b` in `name[a, b]`."""
        named = _NAME.match(self.line)
        return () if named is None else tuple(re.findall(r"[\w.-]+", named["extras"] or ""))

    @property
    def is_option(self) -> bool:
        """Whether it requires nothing, and tells the tool something."""
        return self.line.startswith("-")

    @property
    def pinned(self) -> bool:
        """Whether it can be met by one version only."""
        bare = _bare(self.line)
        return self.is_option or self.local is not None or "://" in bare or bool(re.search(r"===?[^*]*$", bare))


@attrs.frozen(kw_only=True)
class Requirements:
    """What is to be installed.

    Attributes:
        file: the file that they are from.
        lines: the requirements.
        constraints: lines that limit versions, and require nothing.
        complete: they name everything, so nothing has to be resolved.
        looked_at: the files that they were read from.
    """

    file: Path
    lines: tuple[Requirement, ...]
    constraints: tuple[Requirement, ...] = ()
    complete: bool = False
    looked_at: tuple[Path, ...] = ()

    def without(self, names: Iterable[str]) -> Requirements:
        """The same, without some packages."""
        left_out = set(names)
        return attrs.evolve(self, lines=tuple(line for line in self.lines if line.name not in left_out))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is required."""
        return all(line.is_option for line in self.lines)

    @property
    def names(self) -> frozenset[str]:
        """The packages that are named."""
        return frozenset(line.name for line in self.lines if line.name)


def read_requirements(file: Path, folder: ProjectFolder) -> Requirements:
    """Reads a requirements file, and those that it includes.

    Raises:
        PackagingError: a file is not there, or is out of the project folder.
    """
    looked_at: list[Path] = []
    constraints: list[Requirement] = []
    lines = tuple(_lines_of(file, folder, looked_at, constraints))
    return Requirements(
        file=file, lines=lines, constraints=tuple(constraints), looked_at=tuple(dict.fromkeys(looked_at))
    )


def requirement(line: str, base: Path, folder: ProjectFolder) -> Requirement:
    """Reads one line, in which paths start at a folder.

    Raises:
        PackagingError: it names what is out of the project folder.
    """
    line = line.strip()
    option = _OPTION.fullmatch(line)
    if option is not None and option["option"] in ("-e", "--editable"):
        # An editable installation would only name this machine's folder.
        line = option["value"].strip().strip("\"'")
    elif option is not None:
        return Requirement(line)
    digests = "".join(_HASH.findall(line))
    name, at, url = _HASH.sub("", line).partition("@")
    named = _NAME.fullmatch(name.strip()) if at else None
    if named is not None:
        local = _local(url.strip(), base)
        if local is None:
            return Requirement(line, normal_name(named["name"]), from_source=_is_source(url.strip()))
        return _local_requirement(local, named["name"], named["extras"], digests, base, folder)
    local = _local(_HASH.sub("", line), base)
    if local is not None:
        return _local_requirement(local, None, None, digests, base, folder)
    if "://" in line.partition(";")[0]:
        found = _NAME_BEHIND_URL.search(line) or _NAME_IN_URL.search(line)
        if found is None:
            raise PackagingError(
                path=os.fspath(base),
                problem=f"requires '{line}', which does not tell the name of its package; write: NAME @ {line}",
            )
        name = next(name for name in found.groups() if name)
        return Requirement(line, normal_name(name), from_source=_is_source(line))
    found = _NAME.match(line)
    return Requirement(line, normal_name(found["name"]) if found else "")


def _lines_of(
    file: Path,
    folder: ProjectFolder,
    looked_at: list[Path],
    constraints: list[Requirement],
    within: tuple[Path, ...] = (),
) -> Iterator[Requirement]:
    file = folder.resolve(file)
    if file in within:
        return
    within = (*within, file)
    looked_at.append(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError:
        raise PackagingError(path=os.fspath(file), problem="there is no such requirements file") from None
    except ValueError:
        raise PackagingError(path=os.fspath(file), problem="is not UTF-8 text; save it as UTF-8") from None
    for line in _CONTINUED.sub(" ", _COMMENT.sub("", text)).splitlines():
        option = _OPTION.fullmatch(line.strip())
        value = option["value"].strip().strip("\"'") if option else ""
        local = value and "://" not in value
        if option is not None and local and option["option"] in ("-r", "--requirement"):
            yield from _lines_of(_included(file, value, line), folder, looked_at, constraints, within)
        elif option is not None and local and option["option"] in ("-c", "--constraint"):
            constraints.extend(_lines_of(_included(file, value, line), folder, looked_at, constraints, within))
        elif option is not None and local and option["option"] in ("-f", "--find-links"):
            yield Requirement(f"--find-links {(file.parent / value).absolute()}")
        elif line.strip():
            yield requirement(line, file.parent, folder)


def _included(file: Path, name: str, line: str) -> Path:
    """The file that a line of another one names."""
    included = file.parent / name
    if not included.is_file():
        lines = enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1)
        at = next((f":{number}" for number, text in lines if text.strip().startswith(line.strip())), "")
        raise PackagingError(
            path=f"{file}{at}",
            problem=f"includes '{name}', and there is no file {included}; correct the path, or add it",
        )
    return included


def _local(text: str, base: Path) -> tuple[Path, str, str] | None:
    """The path in a requirement, what is behind it in brackets, and its condition; None where it has no path."""
    found = _LOCAL.fullmatch(text)
    if found is None:
        return None
    written = found["path"]
    if written.startswith("file:"):
        written = url2pathname(urlsplit(written).path)
    elif "://" in written or not ("/" in written or written.startswith(".") or written.endswith(_ARCHIVES)):
        return None
    return base / written, found["extras"] or "", found["marker"] or ""


def _local_requirement(
    local: tuple[Path, str, str], name: str | None, extras: str | None, digests: str, base: Path, folder: ProjectFolder
) -> Requirement:
    given, extras_of_path, marker = local
    path = folder.resolve(given)
    if not path.exists():
        raise PackagingError(path=os.fspath(given), problem=f"there is no such package, which {base} requires")
    name = name or _name_of(path)
    # pip takes a condition of a URL only behind a blank.
    line = f"{name}{extras or extras_of_path} @ {path.as_uri()}" + (f" {marker}" if marker else "") + digests
    return Requirement(line, normal_name(name), local=path, from_source=path.is_dir() or path.suffix != ".whl")


def _name_of(path: Path) -> str:
    if path.is_file():
        found = _NAME_OF_ARCHIVE.match(path.name)
        return found[1] if found else path.name
    manifest = path / "pyproject.toml"
    found = _PROJECT_NAME.search(manifest.read_text(encoding="utf-8", errors="replace")) if manifest.is_file() else None
    return found[1] if found else path.name


def _is_source(url: str) -> bool:
    return url.startswith(_FROM_SOURCE) or not url.partition("#")[0].partition(";")[0].strip().endswith(".whl")


def _bare(line: str) -> str:
    return _HASH.sub("", line).partition(";")[0]
