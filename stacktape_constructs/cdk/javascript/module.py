"""The package's module of JavaScript, for the Node.js that runs the CDK.

jsii loads modules as npm packs them, with a description of what they export (`assembly.json`). This one has no step
of its own to build: it is packed when it is first needed. jsii keeps what it has unpacked, named by what was in it.
https://github.com/aws/jsii/blob/main/packages/%40jsii/spec/src/assembly.ts
"""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
from importlib import resources
from pathlib import Path

import aws_cdk  # noqa: F401  # which the module is about: jsii has to load it first
import jsii

_HERE = resources.files(__package__)


def load() -> None:
    """Loads the module into the CDK's process."""
    assembly = (_HERE / "assembly.json").read_bytes()
    described = json.loads(assembly)
    package = {"name": described["name"], "version": described["version"], "main": "whole_stack.js", "jsii": {}}
    files = {
        "package.json": json.dumps(package).encode(),
        ".jsii": assembly,
        "whole_stack.js": (_HERE / "whole_stack.js").read_bytes(),
    }
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "package.tgz"
        archive.write_bytes(_packed(files))
        jsii.kernel.load(described["name"], described["version"], str(archive))


def _packed(files: dict[str, bytes]) -> bytes:
    """An archive as npm packs it. Its bytes say nothing of the time, by which jsii would take it for another."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
