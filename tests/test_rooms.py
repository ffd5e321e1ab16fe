"""The direction in which the rooms import each other, as docs/architecture.md draws it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import REPOSITORY

PACKAGE = REPOSITORY / "stacktape_constructs"

#: What every room may import.
_GROUND = {"garbage_collection", "errors", "naming", "source"}

_READER = {"document"}
_CONFIG = _READER | {"config"}
_REFERENCES = _CONFIG | {"references"}

#: What the modules of each room may import of the package beside the ground, most special first.
RULES = {
    "resources/*/config.py": _CONFIG | {"packaging", "resources"},
    "resources/*/build.py": {"cdk", "config", "packaging", "resources"},
    "resources/*/event.py": _CONFIG | {"event_pattern", "resources"},
    "resources/*/trigger.py": {"cdk", "resources"},
    "resources/*/*_config.py": {"config"},
    "resources/*/*.py": {"cdk", "event_pattern", "packaging", "resources"},
    "resources/*.py": _REFERENCES | {"cdk", "event_pattern", "packaging", "resources"},
    "cdk/javascript/*.py": {"cdk"},
    "cdk/*.py": {"cdk"},
    "event_pattern/*.py": {"event_pattern"},
    "packaging/config.py": {"config", "packaging"},
    "packaging/build.py": {"config", "packaging"},
    "packaging/language_config.py": _CONFIG,
    "packaging/lambda_package.py": {"cdk", "packaging"},
    "packaging/images/container_package.py": {"cdk", "packaging"},
    "packaging/images/config.py": _CONFIG | {"packaging"},
    "packaging/images/build.py": {"config", "packaging"},
    "packaging/languages/build.py": {"packaging"},
    "packaging/**/*.py": {"packaging"},
    "document/*.py": _READER,
    "config/**/*.py": _CONFIG,
    "references/*.py": {"config", "references"},
    "tree/*.py": _CONFIG | {"cdk", "packaging", "resources", "tree"},
    "corpus/*.py": {"corpus", "stack"},
    "testing/*.py": {"event_pattern", "reading", "stack", "testing"},
    "reading.py": _CONFIG | {"resources"},
    "json_schema/schema.py": {"config", "json_schema", "resources"},
    "json_schema/*.py": _CONFIG | {"json_schema"},
    "graph/flow.py": {"config", "graph", "resources"},
    "graph/svg.py": {"graph", "resources"},
    "graph/*.py": {"graph"},
    "cli/graph.py": {"cli", "document", "graph"},
    "cli/match.py": _CONFIG | {"cli", "event_pattern", "resources"},
    "cli/schema.py": {"cli", "json_schema"},
    "cli/*.py": {"cli", "config", "reading"},
    "stack.py": {"cdk", "config", "packaging", "reading", "tree"},
    "app.py": {"cdk", "preloading", "reading", "stack"},
    "*.py": set(),
}

#: What a config is read and checked by, and so all that these import. `config.py` and `event.py` of a type are
#: imported by their names.
_READING = ("cli/*.py", "reading.py", "resources/*/config.py", "resources/*/event.py", "event_pattern/matching.py")

_CDK = {"aws_cdk", "constructs", "jsii"}

#: Reads and checks the configs it is given, and tells what else was imported.
_READS = """
import sys
from stacktape_constructs.reading import ConfigFile

for path in sys.argv[1:]:
    file = ConfigFile.open(path, stage="dev")
    config = file.read(file.facts(region="eu-west-1", account_id="123456789012"))
    assert config.resources
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def _imports(path: Path) -> set[str]:
    """The modules that a module imports, in functions and for type checks included."""
    return _imported_by(ast.walk(ast.parse(path.read_text())))


def _imports_at_once(path: Path) -> set[str]:
    """The modules that are imported when a module is."""
    return _imported_by(iter(ast.parse(path.read_text()).body))


def _imported_by(nodes: Iterator[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from stacktape_constructs.config.dialects import normalise` may import a function or a module.
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _reading() -> list[Path]:
    """The modules that are imported to read and check a config, those that they import included."""
    waiting = [path for pattern in _READING for path in PACKAGE.glob(pattern)]
    met = set(waiting)
    while waiting:
        for name in _imports_at_once(waiting.pop()):
            place = REPOSITORY.joinpath(*name.split("."))
            for path in (place.with_suffix(".py"), place / "__init__.py"):
                if name.startswith("stacktape_constructs.") and path.is_file() and path not in met:
                    met.add(path)
                    waiting.append(path)
    return sorted(met)


def _modules() -> list[str]:
    return [str(path.relative_to(PACKAGE)) for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__init__.py"]


def _rule(module: str) -> str:
    # Most special first: Path.match takes `*` for one part, and a rule for a folder comes before `*.py`.
    for pattern in RULES:
        parts = module.split("/")
        wanted = pattern.split("/")
        if "**" in wanted:
            if parts[0] == wanted[0]:
                return pattern
        elif len(parts) == len(wanted) and Path(module).match(pattern):
            return pattern
    raise AssertionError(f"no rule for {module}")


def _rooms_imported(module: str) -> set[str]:
    return {name.split(".")[1] for name in _imports(PACKAGE / module) if name.startswith("stacktape_constructs.")}


@pytest.mark.parametrize("module", _modules())
def test_a_room_imports_only_the_rooms_before_it(module):
    assert _rooms_imported(module) <= _GROUND | RULES[_rule(module)]


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_allows_more_than_is_needed(rule):
    imported = [_rooms_imported(module) for module in _modules() if _rule(module) == rule]

    assert imported
    assert RULES[rule] <= set().union(*imported)


@pytest.mark.parametrize("path", _reading(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_reading_a_config_needs_no_cdk(path):
    assert not {name.split(".")[0] for name in _imports_at_once(path)} & _CDK


def test_what_reading_needs_is_all_of_the_rooms_before_the_tree():
    rooms = {path.relative_to(PACKAGE).parts[0] for path in _reading()}

    assert rooms >= {"document", "config", "references", "event_pattern", "packaging", "resources"}
    assert not rooms & {"tree", "stack.py", "app.py"}


def test_the_examples_are_read_and_checked_without_the_cdk():
    examples = sorted(REPOSITORY.glob("examples/*/stacktape.yml"))
    assert examples
    command = [sys.executable, "-c", _READS, *map(str, examples)]
    imported = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    assert "stacktape_constructs" in imported
    assert not imported & _CDK


@pytest.mark.parametrize("module", [m for m in _modules() if m.endswith("/construct.py")])
def test_a_construct_knows_no_yaml(module):
    of_yaml = (".config", ".build", ".event", ".trigger", "yaml")

    assert not {name for name in _imports(PACKAGE / module) if name.endswith(of_yaml)}
