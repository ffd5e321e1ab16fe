"""What never gets into a package by being in a folder: credentials, and what tools leave behind."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

#: Names of files and folders where tools look for credentials, as patterns.
CREDENTIALS = (
    ".env",
    ".env.*",
    ".envrc",
    ".aws",
    ".gnupg",
    ".kube",
    ".ssh",
    ".git-credentials",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "*.key",
    "*.p12",
    "*.pfx",
)

#: Names of what is another on each machine, so that a package with it would be another too. What git
#: keeps may hold credentials as well: a token in the URL of a remote.
LEFTOVERS = (".DS_Store", ".git", ".hg", ".svn", ".venv*", "__pycache__", "cdk.out")

LEFT_OUT = CREDENTIALS + LEFTOVERS

# Bundles of certificates have the same ending, and programs cannot do without these.
_PRIVATE_KEY_SUFFIX = ".pem"
_PRIVATE_KEY = b"PRIVATE KEY-----"
_LARGEST_KEY = 100_000


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name is left out."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in LEFT_OUT)


def holds_private_key(file: Path) -> bool:
    """Whether a file is a private key in PEM form."""
    if file.suffix != _PRIVATE_KEY_SUFFIX or not file.is_file() or file.stat().st_size > _LARGEST_KEY:
        return False
    return _PRIVATE_KEY in file.read_bytes()


def is_environment(folder: Path) -> bool:
    """Whether a folder is a virtual environment of Python, whatever it is called.

    https://docs.python.org/3/library/venv.html
    """
    return (folder / "pyvenv.cfg").is_file()


def is_asked_for(file: Path, folder: Path, pattern: str) -> bool:
    """Whether a pattern that matches a file may take it along.

    What is left out has to be asked for by its name, of which a part is enough: `config/.env*` does,
    `config/*` does not.
    """
    asked = [part for part in PurePosixPath(pattern).parts if part.strip("*")]
    withheld = [name for name in file.relative_to(folder).parts if is_left_out(name)]
    if holds_private_key(file):
        withheld.append(file.name)
    withheld += [above.name for above in file.parents if folder in above.parents and is_environment(above)]
    return all(_is_among(name, asked) for name in withheld)


def _is_among(name: str, patterns: Iterable[str]) -> bool:
    # As in a shell, a leading dot has to be written.
    return any(
        fnmatch.fnmatchcase(name, pattern) and (not name.startswith(".") or pattern.startswith("."))
        for pattern in patterns
    )
