"""What the package shows: its public names, and the examples in its documentation strings."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import aws_cdk as cdk
import pytest

import stacktape_constructs
import stacktape_constructs.testing
from tests.support import REPOSITORY, new_app

PACKAGE = REPOSITORY / "stacktape_constructs"
_EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _module_name(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _documented(mark: str) -> dict[str, str]:
    """The documentation strings that have a mark in them, by where they stand."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        if mark not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                documentation = ast.get_docstring(node)
                if documentation and mark in documentation:
                    found[f"{_module_name(path)}:{getattr(node, 'name', '')}"] = documentation
    return found


#: The examples of classes and functions that users call, one each.
EXAMPLES = {
    place: textwrap.dedent("".join(_EXAMPLE.findall(documentation)))
    for place, documentation in _documented("```python").items()
}


class TestNames:
    @pytest.mark.parametrize("name", stacktape_constructs.__all__)
    def test_each_can_be_imported_and_is_documented(self, name: str) -> None:
        value = getattr(stacktape_constructs, name)

        assert value.__name__ == name
        assert value.__doc__

    def test_they_are_listed_once_and_in_order(self) -> None:
        assert stacktape_constructs.__all__ == sorted(set(stacktape_constructs.__all__))
        assert set(stacktape_constructs.__all__) <= set(dir(stacktape_constructs))

    def test_those_for_type_checkers_are_the_same(self) -> None:
        tree = ast.parse((PACKAGE / "__init__.py").read_text())
        (block,) = [
            node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ]
        declared = {
            alias.asname: f"{node.module}.{alias.name}"
            for node in block.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

        assert set(declared) == set(stacktape_constructs.__all__)
        for name, path in declared.items():
            value = getattr(stacktape_constructs, name)
            assert f"{value.__module__}.{value.__name__}" == path

    def test_another_one_is_an_attribute_error(self) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'Bucket'"):
            _ = stacktape_constructs.Bucket

    @pytest.mark.parametrize("package", [stacktape_constructs, stacktape_constructs.testing], ids=lambda p: p.__name__)
    def test_none_is_that_of_a_module_which_would_take_its_place(self, package: ModuleType) -> None:
        modules = {found.name for found in pkgutil.iter_modules(package.__path__)}

        assert modules
        assert modules & set(package.__all__) == set()

    def test_to_import_the_package_loads_no_cdk(self) -> None:
        code = "import sys, stacktape_constructs; print(sorted({n.split('.')[0] for n in sys.modules}))"

        done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)

        assert not {"aws_cdk", "jsii", "constructs", "yaml"} & set(ast.literal_eval(done.stdout))


class TestExamples:
    def test_every_public_class_has_one(self) -> None:
        shown = {place.partition(":")[2] for place in EXAMPLES}

        assert set(stacktape_constructs.__all__) <= shown

    @pytest.mark.parametrize("place", EXAMPLES)
    def test_an_example_runs(self, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(REPOSITORY)
        app = new_app()
        given: dict[str, Any] = {"cdk": cdk, "app": app, "stack": cdk.Stack(app, "Stack")}

        exec(compile(EXAMPLES[place], place, "exec"), given)

        app.synth()


@pytest.mark.parametrize("module", sorted({place.partition(":")[0] for place in _documented(">>>")}))
def test_what_an_interactive_example_shows_is_true(module: str) -> None:
    imported = importlib.import_module(module)

    result = doctest.testmod(imported, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert result.attempted > 0
    assert result.failed == 0
