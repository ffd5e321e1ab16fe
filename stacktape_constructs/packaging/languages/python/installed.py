"""The dependencies of functions, installed in a folder that is kept from one synth to the next."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.bundling.cache import CacheEntry
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.python.pip import Pip
from stacktape_constructs.packaging.languages.python.requirements import Requirement, Requirements, requirement
from stacktape_constructs.packaging.languages.python.site_folder import is_pure, same_everywhere
from stacktape_constructs.packaging.languages.python.targets import Target
from stacktape_constructs.packaging.languages.python.tool_errors import of_the_users_files
from stacktape_constructs.packaging.languages.python.uv import Uv
from stacktape_constructs.packaging.languages.refusals import READY_ARTIFACT
from stacktape_constructs.packaging.left_out import is_left_out
from stacktape_constructs.packaging.project_folder import ProjectFolder

#: Packages that synthesize, which an app's own dependency file names. They run Node.js, which no function
#: in Python has.
OF_THE_APP = re.compile(r"aws-cdk-lib|aws-cdk-.*|cdk-nag|constructs|jsii|stacktape-constructs")

_CONSTRAINTS = "constraints.txt"

# Other settings of the tools decide how they work, not what they install.
_DECIDES = re.compile(r"(?:UV|PIP)_.*(?:INDEX|FIND_LINKS|CONSTRAINT|OVERRIDE|EXCLUDE|PRERELEASE|RESOLUTION|PRE$).*")

_BACKEND = re.compile(r"""^build-backend\s*=\s*["']([^"']+)""", re.MULTILINE)
_OF_WORKSPACE = re.compile(r"\bworkspace\s*=\s*true")

# What building leaves in a folder beside what is left out of packages anyway.
_BUILT = re.compile(r"build|dist|node_modules|.*\.egg-info|\..*")


def deciding_settings() -> dict[str, str]:
    """The tools' own variables that decide what is installed."""
    return {name: os.environ[name] for name in os.environ if _DECIDES.fullmatch(name)}


@attrs.frozen(kw_only=True)
class Dependencies:
    """What is installed for functions that need the same.

    Attributes:
        requirements: what is to be installed.
        target: what it is for.
        installer: uv, or pip in its place.
        left_out: packages that are not installed, in normal form.
        folder: what local packages must stay in.
        subject: what is packaged, for errors.
    """

    requirements: Requirements
    target: Target
    installer: Uv | Pip
    left_out: frozenset[str]
    folder: ProjectFolder
    subject: str

    def find_or_install(self) -> Path:
        """The folder, which must not be changed.

        Raises:
            PackagingError: the tool cannot install them.
        """
        wanted = self._wanted()
        entry = CacheEntry.of(
            {
                "installed": [line.line for line in wanted.lines],
                "constraints": [line.line for line in wanted.constraints],
                "complete": wanted.complete,
                # Of a complete list they are gone already.
                "left_out": [] if wanted.complete else sorted(self.left_out),
                "target": attrs.astuple(self.target),
                "by": self.installer.name,
                "settings": deciding_settings(),
            }
        )
        # Two functions that need the same: the second waits, and finds it.
        with entry.lock:
            return (entry.find() or entry.make(lambda folder: self._install(wanted, folder))).folder

    def names(self) -> frozenset[str] | None:
        """The packages that there would be if none were left out, in normal form; None if the tool cannot tell."""
        wanted = attrs.evolve(self, left_out=frozenset())._wanted()
        if wanted.complete or wanted.is_empty:
            return wanted.names
        with tempfile.TemporaryDirectory() as temporary:
            copies = dict(_copies(wanted, Path(temporary)))
            try:
                lines = self._resolved(wanted, Path(temporary) / "requirements.txt", copies)
            except PackagingError:
                # It may be left out for just that reason.
                return None
        return frozenset(line.name for line in lines if line.name)

    def observe(self, seen: Observations) -> Observations:
        """Observes the local packages."""
        for line in self.requirements.lines:
            if line.local is not None and line.local.is_file():
                seen.add_file(line.local)
            elif line.local is not None:
                _observe_folder(line.local, seen)
        return seen

    def _wanted(self) -> Requirements:
        of_the_app = {name for name in self.requirements.names if OF_THE_APP.fullmatch(name)}
        return self.requirements.without(self.left_out | of_the_app)

    def _install(self, wanted: Requirements, folder: Path) -> Observations:
        with tempfile.TemporaryDirectory() as temporary:
            file = Path(temporary) / "requirements.txt"
            copies = dict(_copies(wanted, Path(temporary)))
            if self.left_out and not wanted.complete and not wanted.is_empty:
                resolved = self._resolved(wanted, file, copies)
                wanted = attrs.evolve(wanted, lines=resolved, constraints=(), complete=True).without(self.left_out)
            if not wanted.is_empty:
                file.write_text(_replaced(self._text(wanted, file), copies), encoding="utf-8")
                try:
                    self.installer.install(
                        file,
                        folder,
                        self.target,
                        built=_built(wanted),
                        complete=wanted.complete,
                        cwd=self._cwd,
                        subject=self.subject,
                    )
                except PackagingError as error:
                    raise self._failed(error, file, copies) from None
        for package in _built(wanted):
            if not is_pure(folder, package):
                raise PackagingError(
                    path=self.subject,
                    problem=f"needs '{package}', which has native code and was built for this machine; give its "
                    f"wheel for {self.target}, or {READY_ARTIFACT}",
                )
        same_everywhere(folder)
        return self.observe(Observations())

    def _resolved(self, wanted: Requirements, file: Path, copies: Mapping[str, str]) -> tuple[Requirement, ...]:
        """All that is wanted, in exact versions."""
        file.write_text(_replaced(self._text(wanted, file), copies), encoding="utf-8")
        try:
            lines = self.installer.resolve(file, self.target, built=_built(wanted), cwd=self._cwd, subject=self.subject)
        except PackagingError as error:
            raise self._failed(error, file, copies) from None
        originals = {copy: original for original, copy in copies.items()}
        return tuple(requirement(_replaced(line, originals), self._cwd, self.folder) for line in lines)

    @property
    def _cwd(self) -> Path:
        return self.requirements.file.parent

    def _text(self, wanted: Requirements, file: Path) -> str:
        # pip takes digests for all packages or for none.
        hashes = self.installer.name != "pip" or all("--hash" in line.line for line in wanted.lines if line.name)
        lines = [line.line if hashes else line.without_hashes for line in wanted.lines]
        if wanted.constraints:
            constraints = file.with_name(_CONSTRAINTS)
            constraints.write_text("\n".join(line.line for line in wanted.constraints) + "\n", encoding="utf-8")
            lines.append(f"--constraint {constraints}")
        return "\n".join(lines) + "\n"

    def _failed(self, error: PackagingError, file: Path, copies: Mapping[str, str]) -> PackagingError:
        name = self.requirements.file.name
        files = {file: name, file.with_name(_CONSTRAINTS): f"the constraints of {name}"}
        return PackagingError(
            path=self.subject,
            problem=f"cannot be packaged: {self.installer.name} cannot install what {name} "
            f"names for {self.target}, where each package needs a wheel; it said:",
            details=of_the_users_files(error.details or error.problem, files, copies),
        )


def _copies(wanted: Requirements, into: Path) -> Iterator[tuple[str, str]]:
    """Copies of the local packages that setuptools builds, by the URLs of the two.

    It builds in the package's own folder, and puts what an earlier build left there into the wheel: modules that are
    gone from the sources.
    """
    for number, line in enumerate(wanted.lines):
        if line.local is not None and line.local.is_dir() and _is_built_in_place(line.local):
            copy = into / str(number) / line.local.name
            shutil.copytree(line.local, copy, symlinks=True, ignore=_without_built)
            yield line.local.as_uri(), copy.as_uri()


def _is_built_in_place(package: Path) -> bool:
    manifest = package / "pyproject.toml"
    text = manifest.read_text(encoding="utf-8", errors="replace") if manifest.is_file() else ""
    backend = _BACKEND.search(text)
    # A member of a workspace can be built in that only.
    return (backend is None or backend[1].startswith("setuptools")) and not _OF_WORKSPACE.search(text)


def _without_built(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if _BUILT.fullmatch(name) and Path(folder, name).is_dir()]


def _replaced(text: str, places: Mapping[str, str]) -> str:
    for old, new in places.items():
        # Another one may begin the same. A URL has no backslash, which would mean something here.
        text = re.sub(rf"{re.escape(old)}(?=[\s;#]|$)", new, text)
    return text


def _built(wanted: Requirements) -> list[str]:
    return sorted({line.name for line in wanted.lines if line.from_source and line.name})


def _observe_folder(folder: Path, seen: Observations) -> None:
    for path in sorted(folder.iterdir()):
        if _BUILT.fullmatch(path.name) or is_left_out(path.name):
            continue
        if path.is_dir():
            _observe_folder(path, seen)
        else:
            seen.add_file(path)
    seen.add_names(folder)
