"""The projects as their users have them: whole, and with the hosts of the registry of Python packages.

In the repository their files name other hosts, for it knows no registry. Projects that differ by how they name their
dependencies alone have one program: that of `python-pip` and its like is `programs/python`.
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
    for project in (copy / "projects").iterdir():
        if not (project / "stacktape.yml").exists():
            shutil.copytree(_HERE / "programs" / project.name.partition("-")[0], project, dirs_exist_ok=True)
    for name in ("app.py", "cdk.json"):
        shutil.copy(_HERE / name, copy)
    for file in copy.rglob("*"):
        if file.is_file():
            text = file.read_text()
            for example, host in _HOSTS.items():
                text = text.replace(example, host)
            file.write_text(text)
    return copy
