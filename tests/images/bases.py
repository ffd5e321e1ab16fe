"""The base images that Dockerfiles name: the real ones where they can be pulled, else stand-ins."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.images.engine import NEEDED, Engine, NoEngineError

_HERE = Path(__file__).parent / "stand_ins"
_OFFICIAL = "public.ecr.aws/docker/library"

# The targets of stand_ins/Dockerfile. There is none for .NET, which Debian has not, and for Gradle, of which it has
# one from before Java 21.
_TARGETS = {
    f"{_OFFICIAL}/{name}": target
    for name, target in {
        "busybox:1.37": "debian",
        "composer:2.9": "composer",
        "debian:13-slim": "debian",
        "eclipse-temurin:21-jre": "jre",
        "golang:1.27": "golang",
        "maven:3.9-eclipse-temurin-21": "maven",
        "node:24": "node",
        "node:24-slim": "node-slim",
        "node:25": "node-without-corepack",
        "node:25-slim": "node-slim",
        "php:8.4-cli": "php",
        "python:3.13": "python",
        "python:3.13-slim": "python-slim",
        "ruby:3.4": "ruby",
        "ruby:3.4-slim": "ruby-slim",
        "rust:1.95-trixie": "rust",
    }.items()
}

_FROM = re.compile(r"^FROM (\S+)(?: AS (\S+))?$", re.MULTILINE)


class NoBaseError(Exception):
    """A base image can neither be pulled nor stood in for."""


def bases_of(dockerfile: str) -> list[str]:
    """The images that a Dockerfile starts from, without its own stages."""
    found = _FROM.findall(dockerfile)
    stages = {stage for _, stage in found}
    return [name for name, _ in found if name not in stages]


class Bases:
    """The base images that are there, each made once."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._there: set[str] = set()
        self._context: Path | None = None

    def provide(self, name: str) -> None:
        """Makes sure that an image is there.

        Raises:
            NoBaseError: there is no way to get it here.
        """
        if name in self._there or name == "scratch":
            return
        if _resolves(name.split("/")[0]):
            self._engine.run("pull", "--quiet", "--platform", "linux/amd64", name)
        elif name in _TARGETS:
            self._build(_TARGETS[name], name)
        else:
            raise NoBaseError(f"{name} cannot be pulled here, and nothing stands in for it")
        self._there.add(name)

    def _build(self, target: str, name: str) -> None:
        if self._context is None:
            self._import_debian()
            self._context = self._folder / "stand-ins"
            shutil.copytree(_HERE, self._context)
            shutil.copy(_authorities(), self._context / "authorities.crt")
        npm = subprocess.run(["npm", "config", "get", "registry"], stdout=subprocess.PIPE, text=True, check=True)
        arguments = ("--build-arg", f"NPM_REGISTRY={npm.stdout.strip().rstrip('/')}", "--label", "stand-in=true")
        self._engine.run("build", "--target", target, "--tag", name, *arguments, str(self._context))

    def _import_debian(self) -> None:
        if self._engine.succeeds("inspect", "stand-in/debian"):
            return
        root = self._folder / "debian"
        program = shutil.which("debootstrap", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        if program is None or os.geteuid() != 0:
            raise NoEngineError(NEEDED)
        subprocess.run(
            [program, "--variant=minbase", "trixie", root],
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        for rest in ("var/cache/apt", "var/lib/apt/lists"):
            shutil.rmtree(root / rest)
            (root / rest).mkdir()
        archive = subprocess.Popen(["tar", "-C", root, "-c", "."], stdout=subprocess.PIPE)
        subprocess.run(
            [self._engine.program, "import", "--change", 'CMD ["bash"]', "-", "stand-in/debian"],
            env={**os.environ, **self._engine.environment},
            stdin=archive.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert archive.wait() == 0
        shutil.rmtree(root)


def _authorities() -> str:
    """The file of the certificate authorities that this machine trusts, its own proxy's among them."""
    return next(_files_of_authorities())


def _files_of_authorities() -> Iterator[str]:
    given = os.environ.get("SSL_CERT_FILE")
    if given is not None:
        yield given
    paths = ssl.get_default_verify_paths()
    yield from (path for path in (paths.cafile, "/etc/ssl/certs/ca-certificates.crt") if path is not None)


def _resolves(host: str) -> bool:
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        return False
    return True
