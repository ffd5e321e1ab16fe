"""To import what was preloaded is as before."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stacktape_constructs.preloading import _MODULES, preload

_APP = """
from stacktape_constructs.preloading import import_cdk
import_cdk()()
from aws_cdk import aws_ec2 as ec2
import aws_cdk as cdk
stack = cdk.Stack(cdk.App(), "Shop")
ec2.Vpc(stack, "Vpc", max_azs=1)
print(ec2.__spec__.name, ec2.__file__ == ec2.__spec__.origin, len(stack.node.find_all()) > 5)
"""

#: A function with an event and a route, which is what the modules are for.
_FUNCTION = """\
resources:
  bus: {type: event-bus}
  api: {type: http-api-gateway}
  shop:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: shop.py}}
      events:
        - {type: event-bus, properties: {eventBusName: bus, eventPattern: {source: [shop]}}}
        - {type: http-api-gateway, properties: {httpApiGatewayName: api, method: GET, path: /}}
"""

#: Prints the modules that were imported from what was read before.
_SYNTHESIZED = """
import sys
from stacktape_constructs.preloading import _Loaded, import_cdk
import_cdk()()
import aws_cdk as cdk
from stacktape_constructs import StacktapeStack
StacktapeStack(cdk.App(), "Shop", config=sys.argv[1], stage="dev", project_name="shop", code="placeholder")
modules = [module for name, module in sys.modules.items() if name.startswith("aws_cdk.")]
print(*(module.__spec__.name for module in modules if isinstance(module.__spec__.loader, _Loaded)))
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `shop` of two modules, that nobody has imported."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "__init__.py").write_text("ready = True\n")
    (folder / "orders.py").write_text("from shop import ready\nname = __name__\n")
    (folder / "carts").mkdir()
    (folder / "carts" / "__init__.py").write_text("from shop.carts import lines\n")
    (folder / "carts" / "lines.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    yield folder
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_nothing_is_imported_before_it_is_asked_for(package: Path) -> None:
    preload("shop", ["orders", "carts"])

    assert not [name for name in sys.modules if name.startswith("shop")]


def test_a_module_needs_its_file_no_more(package: Path) -> None:
    preload("shop", ["orders"])
    (package / "orders.py").unlink()

    orders = importlib.import_module("shop.orders")

    assert (orders.name, orders.ready) == ("shop.orders", True)


def test_a_module_says_of_itself_what_it_says_otherwise(package: Path) -> None:
    preload("shop", ["orders", "carts"])

    for name, file in (("shop.orders", package / "orders.py"), ("shop.carts", package / "carts" / "__init__.py")):
        module = importlib.import_module(name)

        assert module.__file__ == str(file)
        assert module.__spec__ is not None
        assert (module.__spec__.name, module.__spec__.origin) == (name, str(file))
    assert importlib.import_module("shop.carts").__path__ == [str(package / "carts")]


def test_a_module_is_read_anew_when_it_is_reloaded(package: Path) -> None:
    preload("shop", ["orders"])
    orders = importlib.import_module("shop.orders")
    (package / "orders.py").write_text("name = 'another, of another length'\n")

    assert importlib.reload(orders).name == "another, of another length"


def test_what_is_imported_already_stays(package: Path) -> None:
    orders = importlib.import_module("shop.orders")

    preload("shop", ["orders"])

    assert importlib.import_module("shop.orders") is orders


def test_what_is_not_there_is_left_to_the_import(package: Path) -> None:
    preload("shop", ["missing"])
    preload("nowhere", ["missing"])

    for name in ("shop.missing", "nowhere.missing"):
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(name)


def test_each_module_that_is_read_before_is_one_that_a_function_imports(tmp_path: Path) -> None:
    """A name that the CDK has no more would be passed over."""
    config = tmp_path / "stacktape.yml"
    config.write_text(_FUNCTION)
    done = subprocess.run([sys.executable, "-c", _SYNTHESIZED, str(config)], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) == {f"aws_cdk.{name}" for name in _MODULES}


def test_the_cdk_works_as_before() -> None:
    done = subprocess.run([sys.executable, "-c", _APP], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "aws_cdk.aws_ec2 True True"


def test_what_keeps_the_cdk_from_being_imported_is_raised_once() -> None:
    """As where Node.js is not there."""
    script = "from stacktape_constructs.preloading import import_cdk\nimport_cdk()()\n"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env={"JSII_NODE": "/nowhere/node"}
    )

    assert done.returncode == 1
    assert done.stderr.count("No such file or directory: '/nowhere/node'") == 1
