"""What a file imports, read without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages.python.imports import Import, Source, read_source
from tests.packaging.languages.projects import write


def source(project: Path, text: str, *, newer: bool = False) -> Source:
    write(project, {"a.py": text})
    return read_source(project / "a.py", shown="a.py", newer=newer)


def imported(project: Path, text: str) -> Import:
    (found,) = source(project, text).imports
    return found


@pytest.mark.parametrize(
    ("text", "module", "level", "names"),
    [
        ("import a.b as c", "a.b", 0, ()),
        ("from a import b as c, d", "a", 0, ("b", "d")),
        ("from a import *", "a", 0, ("*",)),
        ("from . import a", "", 1, ("a",)),
        ("from ..a.b import c", "a.b", 2, ("c",)),
    ],
)
def test_an_import_is_read(text: str, module: str, level: int, names: tuple[str, ...], project: Path) -> None:
    found = imported(project, f"\n{text}\n")

    assert (found.module, found.level, found.names, found.line) == (module, level, names, 2)
    assert not found.below


@pytest.mark.parametrize(
    "text",
    [
        "import a",
        "class A:\n    import a",
        "with open('f'):\n    import a",
        "try:\n    import a\nexcept OSError:\n    pass",
        "try:\n    import a\nfinally:\n    pass",
    ],
)
def test_a_file_needs_what_it_always_imports(text: str, project: Path) -> None:
    assert imported(project, text).required


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import a",
        "if x:\n    import a",
        "if x:\n    pass\nelse:\n    import a",
        "for x in y:\n    import a",
        "match x:\n    case 1:\n        import a",
        "try:\n    import a\nexcept ImportError:\n    pass",
        "try:\n    import a\nexcept (ValueError, ModuleNotFoundError):\n    pass",
        "try:\n    import a\nexcept:\n    pass",
        "try:\n    x\nexcept OSError:\n    import a",
        "with suppress(ImportError):\n    import a",
        "with contextlib.suppress(KeyError, ImportError):\n    import a",
    ],
)
def test_a_file_can_do_without_what_it_may_fail_to_import(text: str, project: Path) -> None:
    assert not imported(project, text).required


@pytest.mark.parametrize("condition", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_what_only_a_type_checker_imports_is_no_import(condition: str, project: Path) -> None:
    assert imported(project, f"if {condition}:\n    import a\nelse:\n    import b").module == "b"


@pytest.mark.parametrize(
    ("call", "module", "level", "below"),
    [
        ("import_module('a.b')", "a.b", 0, False),
        ("importlib.import_module('.b', 'a')", "a.b", 0, False),
        ("importlib.import_module('.b', __package__)", "b", 1, False),
        ("__import__('a')", "a", 0, False),
        ("import_module(f'a.plugins.{name}')", "a.plugins", 0, True),
        ("import_module('a.plugins.' + name)", "a.plugins", 0, True),
        ("import_module(name)", "", 1, True),
        ("pkgutil.iter_modules(__path__)", "", 1, True),
    ],
)
def test_a_call_imports_as_far_as_it_can_be_told(
    call: str, module: str, level: int, below: bool, project: Path
) -> None:
    found = imported(project, f"def f(name):\n    return {call}")

    assert (found.module, found.level, found.below, found.required) == (module, level, below, False)


@pytest.mark.parametrize(
    "text", ['__all__ = ["a", "b"]', '__all__: list[str] = ["a", "b"]', '__all__ = ["a"]\n__all__ += ["b"]']
)
def test_the_names_that_a_star_takes_are_known(text: str, project: Path) -> None:
    assert source(project, text).exported == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "def f(): ...",
        "async def f(): ...",
        "class f: ...",
        "f = g",
        "f: int = 1",
        "a, (f, b) = c",
        "import f.b",
        "from a import b as f",
        "if x:\n    def f(): ...",
        "try:\n    from a import f\nexcept ImportError:\n    f = None",
        "for f in x: ...",
    ],
)
def test_a_file_defines_what_others_can_take_from_it(text: str, project: Path) -> None:
    defined = source(project, text).defined

    assert defined is not None
    assert "f" in defined


@pytest.mark.parametrize("text", ["from a import *", "def __getattr__(name): ..."])
def test_what_a_file_defines_may_not_be_known(text: str, project: Path) -> None:
    assert source(project, text).defined is None


@pytest.mark.parametrize(
    "text", ["import sys\nsys.path.append('lib')", "from sys import path", "import site\nsite.addsitedir('lib')"]
)
def test_a_file_may_have_modules_looked_for_elsewhere(text: str, project: Path) -> None:
    assert source(project, text).more_folders


def test_most_files_do_not(project: Path) -> None:
    assert not source(project, "import sys\nfrom os import path\nprint(sys.argv, path)").more_folders


class TestNotPython:
    def test_a_syntax_error_is_refused_at_its_line(self, project: Path) -> None:
        with pytest.raises(PackagingError) as caught:
            source(project, "import os\n\nx = = 1\n")

        assert str(caught.value) == "a.py:3: is not Python: invalid syntax; correct it"

    @pytest.mark.parametrize("content", [b"\x00", b"# coding: nowhere\n"])
    def test_a_file_of_bytes_is_refused(self, content: bytes, project: Path) -> None:
        (project / "a.py").write_bytes(content)

        with pytest.raises(PackagingError, match=r"^a\.py(:\d+)?: "):
            read_source(project / "a.py", shown="a.py", newer=False)

    def test_a_file_that_is_not_there_is_refused(self, project: Path) -> None:
        with pytest.raises(PackagingError, match=r"^a\.py: cannot be read as Python: "):
            read_source(project / "a.py", shown="a.py", newer=False)


def test_of_a_newer_python_imports_are_read_line_by_line(project: Path) -> None:
    text = "import a.b as c, d\nfrom ..e import (\n    f as g,\n    h,\n)\nfrom i import *  # all\ntype X = = int\n"

    found = source(project, text, newer=True)

    assert [(one.module, one.level, one.names, one.line) for one in found.imports] == [
        ("a.b", 0, (), 1),
        ("d", 0, (), 1),
        ("e", 2, ("f", "h"), 2),
        ("i", 0, ("*",), 6),
    ]
    assert found.not_read is not None
    assert found.not_read[0] == 7


@pytest.mark.parametrize(
    "text",
    [
        "type X = = int",
        "def f[T](x: = T): ...",
        "class A[T:",
        """x = f"{y["z" = ]}" """,
        "x = t'{y' =",
        "try:\n    x\nexcept A, B = 1:\n    y",
    ],
)
def test_what_a_newer_python_may_have_learnt_is_not_refused(text: str, project: Path) -> None:
    assert source(project, f"import a\n{text}\n", newer=True).not_read is not None


@pytest.mark.parametrize("text", ["x = = 1", "def f(x:\n    y", "  x = 1", "def f():\nreturn 1", "print 'x'"])
def test_what_no_python_reads_is_refused_for_a_newer_one_too(text: str, project: Path) -> None:
    with pytest.raises(PackagingError, match=r"^a\.py:\d: is not Python"):
        source(project, f"import a\n{text}\n", newer=True)


def test_a_file_that_changes_is_read_again(project: Path) -> None:
    assert imported(project, "import a").module == "a"
    assert imported(project, "import longer").module == "longer"
