"""The direction in which the rooms import each other, as docs/architecture.md draws it."""

from __future__ import annotations

import ast
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
    "resources/*/trigger.py": _ADAPTER_HALF,
    "resources/*/*_config.py": _ADAPTER_HALF,
    "resources/*/*.py": _GROUND | {"event_pattern", "packaging", "resources"},
    "resources/*.py": _ADAPTER_HALF,
    "event_pattern/*.py": _GROUND | {"event_pattern"},
    "packaging/config.py": _CONFIG | {"packaging"},
    "packaging/images/config.py": _CONFIG | {"packaging"},
    "packaging/languages/config.py": _CONFIG | {"packaging"},
    "packaging/**/*.py": _GROUND | {"packaging"},
    "document/*.py": _READER,
    "config/**/*.py": _CONFIG,
    "references/*.py": _REFERENCES,
    "tree/*.py": _ADAPTER_HALF | {"tree"},
    "corpus/*.py": _GROUND | {"corpus", "stack"},
    "testing/*.py": _GROUND | {"event_pattern", "stack", "testing"},
    "stack.py": _ADAPTER_HALF | {"tree"},
    "app.py": {"errors", "stack"},
    "*.py": _GROUND,
}

#: Rooms that must work without the CDK.
_WITHOUT_CDK = ("document", "config", "event_pattern", "references")


def _imports(path: Path) -> set[str]:
    """The modules that a module imports when it is run, functions and type checks included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


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


@pytest.mark.parametrize("module", [m for m in _modules() if m.startswith(_WITHOUT_CDK)])
def test_reading_a_config_needs_no_cdk(module):
    outside = {name.split(".")[0] for name in _imports(PACKAGE / module)}

    assert not outside & {"aws_cdk", "constructs", "jsii"}


@pytest.mark.parametrize("module", [m for m in _modules() if m.endswith("/construct.py")])
def test_a_construct_knows_no_yaml(module):
    assert not {name for name in _imports(PACKAGE / module) if name.endswith((".config", ".trigger", "yaml"))}
