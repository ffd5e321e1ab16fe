"""What the modules of a project import from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs


@attrs.frozen
class Part:
    """A module that is imported, or a name in one: which of the two it is only the module could tell.

    Attributes:
        name: its name with dots.
        at: the file and the line.
        within: the folder of the project without an `__init__.py` that has not got it, as a name with dots. Such a
            folder may have more parts in packages. Empty if there is none.
    """

    name: str
    at: str
    within: str = ""

    @property
    def root(self) -> str:
        """The name that it starts with."""
        return self.name.partition(".")[0]

    @property
    def prefixes(self) -> Iterator[str]:
        """The names of the modules that lead to it, and its own: `a`, `a.b` and `a.b.c` of `a.b.c`."""
        parts = self.name.split(".")
        return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


@attrs.frozen
class Outside:
    """An import of what is not in the project.

    Attributes:
        name: the name at its root; empty where only a run could tell.
        required: whether the first file cannot be imported without it.
        at: the file and the line.
        parts: what is required of it.
    """

    name: str
    required: bool
    at: str
    parts: tuple[Part, ...] = ()


@attrs.define
class Elsewhere:
    """Gathers the imports of what is not in the project, by their roots."""

    _found: dict[tuple[str, bool], Part] = attrs.field(factory=dict, init=False)

    def add(self, part: Part, *, required: bool) -> None:
        """Notes an import.

        Args:
            part: what is imported.
            required: whether the first file cannot be imported without it.
        """
        self._found.setdefault((part.name, required), part)

    def roots(self, files: Collection[str], *, can_be_required: bool) -> tuple[Outside, ...]:
        """The roots of what was noted.

        Args:
            files: the modules of the project that are packaged, by their paths. They make their folders importable.
            can_be_required: whether anything at all is known to be required.
        """
        found: dict[str, Outside] = {}
        for (_, noted), part in self._found.items():
            if part.within == part.name != "":
                if any(file.startswith(f"{part.name.replace('.', '/')}/") for file in files):
                    continue
                # A folder without modules is no package.
                part = attrs.evolve(part, within="")
            required = noted and can_be_required
            one = found.get(part.root)
            if one is None or (required and not one.required):
                one = Outside(part.root, required, part.at, one.parts if one else ())
            found[part.root] = attrs.evolve(one, parts=(*one.parts, part)) if required and part.name else one
        return tuple(found.values())
