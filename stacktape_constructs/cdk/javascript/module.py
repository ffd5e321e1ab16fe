"""The package's module of JavaScript, for the Node.js that runs the CDK.

jsii loads modules as npm packs them, with a description of what they export (`assembly.json`). This one has no step
of its own to build: it is packed when it is first needed. jsii keeps what it has unpacked, named by what was in it.
https://github.com/aws/jsii/blob/main/packages/%40jsii/spec/src/assembly.ts
"""

from __future__ import annotations

import functools
import io
import json
import tarfile
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import aws_cdk  # noqa: F401  # which the module is about: jsii has to load it first
import jsii

_HERE = resources.files(__package__)
_CODE = ("index.js", "validation.js", "validation_link.js", "validation_process.js", "whole_stack.js")


@functools.cache
def exported(name: str) -> type:
    """A class that the module exports, loaded into the CDK's process. `jsii.sinvoke` calls its static methods."""
    _load()
    return jsii.JSIIMeta(name, (), {}, jsii_type=f"{_described()['name']}.{name}")


def package() -> bytes:
    """The module as npm packs it. Its bytes say nothing of the time, by which jsii would take it for another."""
    described = _described()
    about = {"name": described["name"], "version": described["version"], "main": "index.js", "jsii": {}}
    files = {
        "package.json": json.dumps(about).encode(),
        ".jsii": (_HERE / "assembly.json").read_bytes(),
        **{name: (_HERE / name).read_bytes() for name in _CODE},
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@functools.cache
def _load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "package.tgz"
        archive.write_bytes(package())
        jsii.kernel.load(_described()["name"], _described()["version"], str(archive))


def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads((_HERE / "assembly.json").read_bytes())
    return described
