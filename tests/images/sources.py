"""The projects as their users have them: with the hosts of the registry that Python packages come from by default.

In the repository their files name others, for it knows no registry.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pip._internal.models.index import PyPI

_HERE = Path(__file__).parent
_HOSTS = {
    "https://index.example/simple": PyPI.simple_url,
    "https://files.example": f"https://{PyPI.file_storage_domain}",
}


def copy_of_projects(folder: Path) -> Path:
    """The app with all projects, in a folder of its own."""
    copy = folder / "images"
    shutil.copytree(_HERE / "projects", copy / "projects")
    for name in ("app.py", "cdk.json"):
        shutil.copy(_HERE / name, copy)
    for file in copy.rglob("*"):
        if file.is_file():
            text = file.read_text()
            for example, host in _HOSTS.items():
                text = text.replace(example, host)
            file.write_text(text)
    return copy
