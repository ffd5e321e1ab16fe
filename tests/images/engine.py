"""Docker: the one of this machine, or one that is started for the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What is built is kept there for the next run, if Docker is started here. Not in the repository, which other tests
# package as a whole.
STORE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "stacktape-constructs-images"

NEEDED = (
    "these tests build and run images; start Docker, or install what they start themselves, as root: "
    "apt-get install docker.io docker-registry debootstrap (and docker-cli docker-buildx from Debian 13 on)"
)


class NoEngineError(Exception):
    """There is nothing here that builds images; the text says what to install."""


class EngineFailedError(AssertionError):
    """Docker ended with an error; the text is all that it printed."""


@dataclass(frozen=True)
class Engine:
    """A Docker that can build images.

    Attributes:
        program: its command line.
        environment: what that has to be told beside the environment of this process.
    """

    program: Path
    environment: dict[str, str]

    def run(self, *arguments: str, input: bytes | None = None, within: float = 900) -> str:
        """What a command prints.

        Raises:
            EngineFailedError: it ended with an error.
        """
        done = subprocess.run(
            [self.program, *arguments],
            env={**os.environ, **self.environment},
            input=b"" if input is None else input,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=within,
        )
        text = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            raise EngineFailedError(f"docker {' '.join(arguments)} ended with {done.returncode}:\n{text}")
        return text

    def succeeds(self, *arguments: str, input: bytes | None = None) -> bool:
        """Whether a command ends without an error."""
        try:
            self.run(*arguments, input=input)
        except EngineFailedError:
            return False
        return True

    def inspect(self, image_or_container: str, template: str) -> str:
        """A property, such as `{{.Size}}`."""
        return self.run("inspect", "--format", template, image_or_container).strip()

    @property
    def builds(self) -> bool:
        """Whether it builds by BuildKit, without which there are no caches: Docker 23 needs buildx for that."""
        return self.succeeds("build", "--tag", "stand-in/nothing", "-", input=b"FROM scratch\nLABEL stand-in=true\n")


@contextlib.contextmanager
def running_engine(folder: Path) -> Iterator[Engine]:
    """Docker, if it runs here; else one that is started, and ended with the tests.

    Args:
        folder: for the socket and the log of one that is started.

    Raises:
        NoEngineError: there is none.
    """
    programs = _programs("docker")
    for program in programs:
        engine = Engine(program, {"DOCKER_BUILDKIT": "1"})
        if engine.succeeds("version") and engine.builds:
            yield engine
            return
    daemon = shutil.which("dockerd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if daemon is None or not programs or os.geteuid() != 0:
        raise NoEngineError(NEEDED)
    socket = f"unix://{folder}/docker.sock"
    with _daemon(daemon, socket, folder):
        for program in programs:
            engine = Engine(program, {"DOCKER_BUILDKIT": "1", "DOCKER_HOST": socket})
            if engine.builds:
                yield engine
                return
    raise NoEngineError(NEEDED)


@contextlib.contextmanager
def _daemon(program: str, socket: str, folder: Path) -> Iterator[None]:
    arguments = {
        "--host": socket,
        "--data-root": str(STORE / "docker"),
        "--exec-root": str(folder / "exec"),
        "--pidfile": str(folder / "docker.pid"),
    }
    with (folder / "docker.log").open("w") as log:
        process = subprocess.Popen(
            [program, *(word for pair in arguments.items() for word in pair)],
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(folder / "docker.sock", process, folder / "docker.log")
            yield
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(socket: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise NoEngineError(f"Docker does not start here:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


def _programs(name: str) -> list[Path]:
    """All of a name on PATH, for the first one may lack the plugin that another one needs not."""
    folders = (Path(folder) for folder in os.environ["PATH"].split(os.pathsep))
    return [folder / name for folder in folders if os.access(folder / name, os.X_OK)]
