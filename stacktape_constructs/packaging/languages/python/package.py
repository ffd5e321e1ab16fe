"""The code of a function from a Python file."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from stacktape_constructs.errors import PackagingError, did_you_mean
from stacktape_constructs.packaging.bundling.bundle import Bundle
from stacktape_constructs.packaging.bundling.observations import Observations
from stacktape_constructs.packaging.languages.language import LambdaRequest, LambdaSource
from stacktape_constructs.packaging.languages.python.dependency_file import DependencyFile
from stacktape_constructs.packaging.languages.python.excluded import Excluded
from stacktape_constructs.packaging.languages.python.imports import read_source
from stacktape_constructs.packaging.languages.python.installed import OF_THE_APP, Dependencies, deciding_settings
from stacktape_constructs.packaging.languages.python.missing import check_installed, check_nothing_is_needed
from stacktape_constructs.packaging.languages.python.modules import Traced, Tracer, entry_module
from stacktape_constructs.packaging.languages.python.options import PythonOptions
from stacktape_constructs.packaging.languages.python.outside import Outside
from stacktape_constructs.packaging.languages.python.pip import Pip, find_pip
from stacktape_constructs.packaging.languages.python.required_python import check_python
from stacktape_constructs.packaging.languages.python.requirements import normal_names
from stacktape_constructs.packaging.languages.python.site_folder import check_names, installed_packages, link
from stacktape_constructs.packaging.languages.python.stale_lock import how_to_update
from stacktape_constructs.packaging.languages.python.targets import IN_THE_RUNTIME, Target, is_standard
from stacktape_constructs.packaging.languages.python.uv import Uv, find_uv

_DEFAULT_FUNCTION = "handler"
_NAMED = 5


def package_for_lambda(request: LambdaRequest) -> LambdaSource:
    """The file and the modules of the project that it imports, with what it needs from elsewhere."""
    target = Target.of(request.runtime, request.architecture, title=request.title)
    options = request.options_as(PythonOptions) or PythonOptions()
    entry = entry_module(request.entry, request.folder, title=request.title, newer=target.is_newer)
    function = request.handler_function or _DEFAULT_FUNCTION
    _check_defined(function, request, target)
    named = DependencyFile.for_source(request, options.requirements)
    tracer = Tracer(tuple(_roots(entry.root, named, request)), request.folder, target.is_newer)
    traced = tracer.trace(entry)
    handler = f"{entry.module.name}.{function}"
    elsewhere = [one for one in traced.outside if not is_standard(one.name, target.minor)]
    doubts = dict(_not_read(request, target))
    if named is None:
        check_nothing_is_needed(elsewhere, title=request.title, left_out=request.exclude_dependencies)
        return LambdaSource(handler=handler, files=traced.files, warnings=doubts)
    if options.requirements is None and not any(_is_needed(one, named, request) for one in elsewhere):
        return LambdaSource(handler=handler, files=traced.files, warnings=doubts)
    check_python(named, target.minor, runs="runs on", remedy="give the function another runtime", title=request.title)
    installer = _installer(options, named, title=request.title)
    return LambdaSource(
        handler=handler,
        files=traced.files,
        bundle=_bundle(request, traced, elsewhere, named, installer, target),
        warnings={**doubts, **dict(_warnings(request, named, installer, target))},
    )


def _bundle(
    request: LambdaRequest,
    traced: Traced,
    elsewhere: Sequence[Outside],
    named: DependencyFile,
    installer: Uv | Pip,
    target: Target,
) -> Bundle:
    left_out = normal_names(request.exclude_dependencies)

    def make(folder: Path) -> Observations:
        uv = installer if isinstance(installer, Uv) else None
        dependencies = Dependencies(
            requirements=named.read(request.folder, uv, title=request.title),
            target=target,
            installer=installer,
            left_out=left_out,
            folder=request.folder,
            subject=request.title,
        )
        packages = dependencies.find_or_install()
        excluded = Excluded(
            given=request.exclude_dependencies,
            installed=installed_packages(packages),
            complete=dependencies.requirements.complete,
            resolve=functools.cache(dependencies.names),
        )
        check_installed(elsewhere, packages, named_by=named.shown, title=request.title, excluded=excluded)
        check_names(traced.files, packages, title=request.title)
        link(packages, folder)
        seen = Observations()
        looked_at = dependencies.requirements.looked_at
        for file in looked_at:
            seen.add_file(file)
        seen.warnings += excluded.unknown(
            elsewhere,
            named=dependencies.requirements.names,
            files=(named.manifest, *looked_at),
            named_by=named.shown,
        )
        return dependencies.observe(seen)

    return Bundle(
        title=request.title,
        request={
            "python": [target.python, target.architecture],
            "dependencies": [str(named.manifest), str(named.lock)],
            "installer": installer.name,
            "left out": sorted(left_out),
            "settings": deciding_settings(),
        },
        make=make,
    )


def _check_defined(function: str, request: LambdaRequest, target: Target) -> None:
    """Refuses a file without its handler; nothing is said where its names cannot be told, or it has none."""
    defined = read_source(request.entry, shown=request.title, newer=target.is_newer).defined
    if not defined or function in defined:
        return
    raise PackagingError(
        path=request.title,
        given=function,
        problem=f"does not define '{function}', which is to be called"
        + (did_you_mean(function, defined) or "; define it, or name another one as the handler function"),
    )


def _not_read(request: LambdaRequest, target: Target) -> Iterator[tuple[str, str]]:
    not_read = read_source(request.entry, shown=request.title, newer=target.is_newer).not_read
    if not_read is not None:
        line, said = not_read
        here = ".".join(str(part) for part in sys.version_info[:2])
        yield (
            "newerPython",
            f"{request.title}:{line}: this Python {here} cannot read it ({said}), and the function's {target.python} "
            f"may; synthesize with Python {target.python} to be sure, or correct it",
        )


def _roots(first: Path, named: DependencyFile | None, request: LambdaRequest) -> Iterator[Path]:
    yield first
    for folder in (*([named.folder] if named else []), request.folder.path):
        if request.folder.holds(folder.resolve()):
            yield from (folder, folder / "src")


def _is_needed(outside: Outside, named: DependencyFile, request: LambdaRequest) -> bool:
    """Whether an import may be met by a dependency; of the runtime's own packages, users pin newer versions."""
    return outside.name not in IN_THE_RUNTIME or named.mentions(outside.name, request.folder)


def _installer(options: PythonOptions, named: DependencyFile, *, title: str) -> Uv | Pip:
    uv = find_uv(options.uv, title=title)
    if uv is None and named.needs_uv:
        raise PackagingError(
            path=title,
            problem=f"needs uv, which alone reads {named.lock}; install it (pip install uv), or export the lock file: "
            "uv export --no-dev --no-emit-project -o requirements.txt",
        )
    installer = uv or find_pip()
    if installer is None:
        raise PackagingError(
            path=title,
            problem=f"cannot be packaged without uv or pip, which install what {named.shown} names; install one "
            "of them, such as uv by: pip install uv",
        )
    return installer


def _warnings(
    request: LambdaRequest, named: DependencyFile, installer: Uv | Pip, target: Target
) -> Iterator[tuple[str, str]]:
    if named.lock is None:
        requirements = named.read(request.folder, None, title=request.title)
        settled = {line.name for line in requirements.constraints if line.pinned}
        settled |= normal_names(request.exclude_dependencies)
        loose = sorted(
            {line.name for line in requirements.lines if not (line.pinned or OF_THE_APP.fullmatch(line.name))} - settled
        )
        if loose:
            names = ", ".join(loose[:_NAMED]) + (" and others" if len(loose) > _NAMED else "")
            yield (
                "openVersions",
                f"{request.title}: {named.manifest.name} does not say which version of {names} is installed, so the "
                "package may be another one on another day; use a lock file (uv lock), or exact versions "
                "(uv pip compile)",
            )
    update = how_to_update(named)
    if update is not None:
        yield (
            "staleLock",
            f"{request.title}: {named.shown} was made before {named.manifest.name} was changed, and does not have what "
            f"the change asks for; update it ({update})",
        )
    if isinstance(installer, Pip) and not target.is_like_this_machine:
        yield (
            "conditionsOfPip",
            f"{request.title}: pip takes conditions such as python_version for those of this machine, and the "
            f"function has {target}; install uv, which does not",
        )
