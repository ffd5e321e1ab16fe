"""The module of JavaScript is what its description says, and is packed the same each time."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from typing import Any

from stacktape_constructs.cdk.javascript import module
from tests.support import REPOSITORY

_SOURCES = REPOSITORY / "stacktape_constructs" / "cdk" / "javascript"

#: Prints the static methods of each class that the module exports, with how many arguments they take.
_METHODS = """
const modules = require("module");
const load = modules._load;
// No CDK stands in a folder where the source would find it.
modules._load = (name, ...others) => (name === "aws-cdk-lib" ? {} : load(name, ...others));
const methods = (type) => Object.getOwnPropertyNames(type).filter((name) => typeof type[name] === "function");
const exported = Object.entries(require(process.argv[1]));
const described = exported.map(([name, type]) => [name, methods(type).map((method) => [method, type[method].length])]);
console.log(JSON.stringify(described));
"""


def _described() -> dict[str, Any]:
    described = json.loads((_SOURCES / "assembly.json").read_text())
    assert isinstance(described, dict)
    return described


def test_the_description_has_the_methods_of_the_code() -> None:
    node = shutil.which(os.environ.get("JSII_NODE", "node"))
    assert node is not None
    command = [node, "-e", _METHODS, str(_SOURCES / "index.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [
        [described["name"], [[method["name"], len(method["parameters"])] for method in described["methods"]]]
        for described in _described()["types"].values()
    ]


def test_it_is_packed_the_same_each_time() -> None:
    """Or jsii would keep one more unpacked copy each time."""
    assert module.package() == module.package()


def test_it_is_packed_as_npm_packs() -> None:
    packed = _unpacked(module.package())

    package = json.loads(packed.pop("package/package.json"))
    assert (package["name"], package["version"]) == (_described()["name"], _described()["version"])
    assert package["main"] == "index.js"
    assert json.loads(packed.pop("package/.jsii")) == _described()
    assert packed == {f"package/{path.name}": path.read_bytes() for path in _SOURCES.glob("*.js")}


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        files = {member.name: opened.extractfile(member) for member in opened}
        return {name: file.read() for name, file in files.items() if file is not None}


def test_an_app_of_constructs_does_not_load_it() -> None:
    script = """
import aws_cdk as cdk
from stacktape_constructs import EventBus
EventBus(cdk.Stack(cdk.App(), "Shop"), "Bus")
import sys
print("stacktape_constructs.cdk.javascript.module" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
