"""The modules of the project that a Python file imports, and what it imports from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.language import module_name
from stacktape_constructs.packaging.languages.python.imports import Import, Source, read_source
from stacktape_constructs.packaging.languages.python.outside import Elsewhere, Outside, Part
from stacktape_constructs.packaging.left_out import is_left_out
from stacktape_constructs.packaging.project_folder import ProjectFolder

_PART = re.compile(r"[\w-]+")


@attrs.frozen
class Module:
    """A module of the project.

    Attributes:
        name: its name with dots.
        file: its file; None for a folder without an `__init__.py`.
        folders: where its submodules are looked for.
    """

    name: str
    file: Path | None
    folders: tuple[Path, ...] = ()

    @property
    def place(self) -> str:
        """The path of its file in the package."""
        return self.name.replace(".", "/") + ("/__init__.py" if self.folders else ".py")

    @property
    def package(self) -> str:
        """What its relative imports start from."""
        return self.name if self.folders else self.name.rpartition(".")[0]


@attrs.frozen
class Entry:
    """The file that Lambda imports.

    Attributes:
        module: the name by which it is imported.
        root: the folder that the name starts from.
    """

    module: Module
    root: Path


def entry_module(entry: Path, folder: ProjectFolder, *, title: str, newer: bool) -> Entry:
    """The source file as Lambda imports it: from the root, or from its package if it imports relative to that.

    Raises:
        PackagingError: it is not Python, or its name or package cannot be part of a handler.
    """
    imports = read_source(entry, shown=title, newer=newer).imports
    depth = max((imported.level for imported in imports if not imported.below), default=0)
    if depth == 0:
        return Entry(Module(module_name(entry), entry), entry.parent)
    # More dots than folders lead to the topmost one, which is no project's.
    above = dict(enumerate(entry.parents))
    while depth in above and all((above[place] / "__init__.py").is_file() for place in (depth - 1, depth)):
        depth += 1
    root = above.get(depth, entry.parents[-1])
    if not folder.holds(root.resolve()):
        raise PackagingError(
            path=title,
            problem=f"imports relative to a package in {root}, which is not in the project folder {folder.boundary}; "
            f"import by absolute names, {folder.remedy}",
        )
    parts = entry.relative_to(root).with_suffix("").parts
    wrong = next((part for part in parts if not _PART.fullmatch(part)), None)
    if wrong is not None:
        raise PackagingError(
            path=title,
            problem=f"imports relative to its package, and the folder '{wrong}' cannot be part of a handler's name; "
            "rename it, or import by absolute names",
        )
    return Entry(Module(".".join(parts), entry), root)


@attrs.frozen
class Traced:
    """What a file consists of.

    Attributes:
        files: the modules of the project by their path in the package.
        outside: what they import from elsewhere.
    """

    files: Mapping[str, Path]
    outside: tuple[Outside, ...]


@attrs.define
class Tracer:
    """Follows imports through the modules of a project.

    Attributes:
        roots: folders in which modules are looked for, in this order, as Python does in `sys.path`.
        folder: what files must stay in.
        newer: the code is for a newer Python than this one.
    """

    roots: tuple[Path, ...]
    folder: ProjectFolder
    newer: bool
    _found: dict[str, Module | None] = attrs.field(factory=dict, init=False)

    def trace(self, entry: Entry) -> Traced:
        """The modules that a file imports, and those import in turn.

        Raises:
            PackagingError: a module is not Python, or is out of the project folder.
        """
        self._found[entry.module.name] = entry.module
        files: dict[str, Path] = {}
        elsewhere = Elsewhere()
        # Those that the file cannot be imported without come first, so that none is taken for another.
        needed = [entry.module, *self._along(entry.module.package)]
        others: list[Module] = []
        missing: list[tuple[str, str]] = []
        more_folders = False
        while needed or others:
            is_needed = bool(needed)
            module = (needed or others).pop()
            if module.file is None or module.place in files:
                continue
            files[module.place] = self.folder.resolve(module.file)
            shown = os.path.relpath(module.file, self.folder.path)
            source = read_source(module.file, shown=shown, newer=self.newer)
            more_folders = more_folders or source.more_folders
            for imported in source.imports:
                name = _absolute(imported, module)
                if name is None:
                    continue
                found = [*self._imported(imported, name)]
                required = is_needed and imported.required
                (needed if required else others).extend(found)
                if required and (lacked := self._lacked(imported, name)) is not None:
                    missing.append((f"{shown}:{imported.line}", lacked))
                for part, may_be_there in self._not_found(imported, name, f"{shown}:{imported.line}"):
                    elsewhere.add(part, required=required and not may_be_there)
        if missing and not more_folders:
            at, lacked = missing[0]
            raise PackagingError(path=at, problem=f"imports {lacked}; correct the name")
        return Traced(dict(sorted(files.items())), elsewhere.roots(files, can_be_required=not more_folders))

    def _imported(self, imported: Import, name: str) -> Iterator[Module]:
        yield from self._along(name)
        module = self._find(name) if name else None
        if module is None:
            return
        for taken in imported.names:
            for submodule in self._exported(module) if taken == "*" else [taken]:
                found = self._find(f"{name}.{submodule}")
                if found is not None:
                    yield found
        if imported.below:
            yield from self._below(module)

    def _not_found(self, imported: Import, name: str, at: str) -> Iterator[tuple[Part, bool]]:
        """What of an import the project has not got, and whether a compiled module may be it.

        What only its own modules could have is not among it.
        """
        if imported.below and not imported.module:
            yield Part("", at), False
            return
        taken = [each for each in imported.names if each != "*"]
        for wanted in [f"{name}.{each}" for each in taken] or [name]:
            module: Module | None = None
            for found in self._along(wanted):
                module = found
            if module is None:
                if not imported.level:
                    yield Part(wanted, at), False
            elif module.file is None:
                leaf = wanted[len(module.name) + 1 :].partition(".")[0]
                compiled = any(True for folder in module.folders for _ in folder.glob(f"{leaf}.*so") if leaf)
                has_modules = any(True for folder in module.folders for _ in folder.rglob("*.py"))
                yield Part(wanted, at, module.name if has_modules else ""), compiled

    def _lacked(self, imported: Import, name: str) -> str | None:
        """What of an import the project's own modules have not got, as the rest of a sentence; None if nothing."""
        module: Module | None = None
        for found in self._along(name):
            module = found
        if module is None or module.file is None or imported.below:
            return None
        if module.name != name:
            leaf = name.removeprefix(f"{module.name}.").partition(".")[0]
            return f"'{name}', and {module.name} has no module '{leaf}'" if self._is_without(module, leaf) else None
        defined = self._source(module.file).defined
        for taken in imported.names:
            if defined is None or taken in defined or taken == "*" or taken.startswith("__"):
                continue
            if self._find(f"{name}.{taken}") is None and self._is_without(module, taken):
                return f"'{taken}' from {name}, which does not define it"
        return None

    def _is_without(self, module: Module, leaf: str) -> bool:
        """Whether a module has no module below it by a name, compiled ones included."""
        assert module.file is not None
        if self._source(module.file).more_names:
            return False
        return not any(True for folder in module.folders for _ in folder.glob(f"{leaf}.*"))

    def _along(self, name: str) -> Iterator[Module]:
        """The modules that importing a name runs: `a`, `a.b` and `a.b.c` of `a.b.c`."""
        parts = name.split(".") if name else []
        for length in range(1, len(parts) + 1):
            module = self._find(".".join(parts[:length]))
            if module is None:
                return
            yield module

    def _source(self, file: Path) -> Source:
        return read_source(file, shown=os.path.relpath(file, self.folder.path), newer=self.newer)

    def _exported(self, module: Module) -> Iterable[str]:
        if module.file is None or not module.folders:
            return ()
        return self._source(module.file).exported

    def _below(self, package: Module) -> Iterator[Module]:
        for folder in package.folders:
            for file in sorted(folder.rglob("*.py")):
                parts = file.relative_to(folder).with_suffix("").parts
                if all(part.isidentifier() and not is_left_out(part) for part in parts):
                    within = parts[:-1] if parts[-1] == "__init__" else parts
                    yield from self._along(".".join((package.name, *within)))

    def _find(self, name: str) -> Module | None:
        if name not in self._found:
            self._found[name] = self._look_for(name)
        return self._found[name]

    def _look_for(self, name: str) -> Module | None:
        parent, _, leaf = name.rpartition(".")
        if not leaf:
            return None
        folders = self.roots
        if parent:
            package = self._find(parent)
            folders = () if package is None else package.folders
        portions: list[Path] = []
        for folder in folders:
            if (folder / leaf / "__init__.py").is_file():
                return Module(name, folder / leaf / "__init__.py", (folder / leaf,))
            if (folder / f"{leaf}.py").is_file():
                return Module(name, folder / f"{leaf}.py")
            if (folder / leaf).is_dir():
                portions.append(folder / leaf)
        return Module(name, None, tuple(portions)) if portions else None


def _absolute(imported: Import, module: Module) -> str | None:
    """The name of what a module imports; None where there can be no such module."""
    if imported.level == 0:
        return imported.module
    package = module.package.split(".") if module.package else []
    if imported.level > len(package):
        # Only code whose names a run could tell gets here: the entry has the package that it needs.
        return "" if imported.below else None
    base = package[: len(package) - imported.level + 1]
    return ".".join([*base, *([imported.module] if imported.module else [])])
