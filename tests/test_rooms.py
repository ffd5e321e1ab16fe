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
_GROUND = {"errors", "naming", "source"}

_READER = _GROUND | {"document"}
_CONFIG = _READER | {"config"}
_REFERENCES = _CONFIG | {"references"}
_ADAPTER_HALF = _REFERENCES | {"event_pattern", "packaging", "resources"}

#: What the modules of each room may import of the package, most special first.
RULES = {
    "resources/*/config.py": _ADAPTER_HALF,
    "resources/*/build.py": _ADAPTER_HALF,
    "resources/*/event.py": _ADAPTER_HALF,
    "resources/*/trigger.py": _ADAPTER_HALF,
    "resources/*/*_config.py": _ADAPTER_HALF,
    "resources/*/*.py": _GROUND | {"event_pattern", "packaging", "resources"},
    "resources/*.py": _ADAPTER_HALF,
    "event_pattern/*.py": _GROUND | {"event_pattern"},
    "packaging/config.py": _CONFIG | {"packaging"},
    "packaging/build.py": _CONFIG | {"packaging"},
    "packaging/language_config.py": _CONFIG | {"packaging"},
    "packaging/images/config.py": _CONFIG | {"packaging"},
    "packaging/images/build.py": _CONFIG | {"packaging"},
    "packaging/languages/build.py": _CONFIG | {"packaging"},
    "packaging/**/*.py": _GROUND | {"packaging"},
    "document/*.py": _READER,
    "config/**/*.py": _CONFIG,
    "references/*.py": _REFERENCES,
    "tree/*.py": _ADAPTER_HALF | {"tree"},
    "corpus/*.py": _GROUND | {"corpus", "stack"},
    "testing/*.py": _GROUND | {"event_pattern", "stack", "testing"},
    "reading.py": _REFERENCES | {"resources"},
    "json_schema/*.py": _CONFIG | {"json_schema", "resources"},
    "graph/*.py": _CONFIG | {"graph", "reading", "resources"},
    "cli/*.py": _REFERENCES | {"cli", "event_pattern", "graph", "json_schema", "reading", "resources"},
    "stack.py": _ADAPTER_HALF | {"reading", "tree"},
    "app.py": {"errors", "reading", "stack"},
    "*.py": _GROUND,
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


def _allowed(module: str) -> set[str]:
    # Most special first: Path.match takes `*` for one part, and a rule for a folder comes before `*.py`.
    for pattern, allowed in RULES.items():
        parts = module.split("/")
        wanted = pattern.split("/")
        if "**" in wanted:
            if parts[0] == wanted[0]:
                return allowed
        elif len(parts) == len(wanted) and Path(module).match(pattern):
            return allowed
    raise AssertionError(f"no rule for {module}")


@pytest.mark.parametrize("module", _modules())
def test_a_room_imports_only_the_rooms_before_it(module):
    own = {name.split(".")[1] for name in _imports(PACKAGE / module) if name.startswith("stacktape_constructs.")}

    assert own <= _allowed(module)


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
