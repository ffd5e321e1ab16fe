"""A registry of images on this machine, and the command that gives it to the CDK in the place of the account's."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.images.engine import NEEDED, Engine, NoEngineError

_CONFIG = """\
version: 0.1
storage:
  filesystem:
    rootdirectory: {folder}
http:
  addr: 127.0.0.1:{port}
"""

# Everything but the name of the registry is as the CDK asks for it.
_DOCKER = """\
#!/bin/sh
set -eu
echo "$*" >>'{log}'
case "$1" in
  login) cat >/dev/null ;;
  push)
    for name; do :; done
    here=127.0.0.1:{port}/${{name#*/}}
    '{docker}' tag "$name" "$here"
    exec '{docker}' push "$here" ;;
  *) exec '{docker}' "$@" ;;
esac
"""


@dataclass(frozen=True)
class Registry:
    """A registry on 127.0.0.1.

    Attributes:
        port: its port.
        docker: the command for `CDK_DOCKER`, which pushes into this registry.
        log: the file of what the CDK has asked that command for.
    """

    port: int
    docker: Path
    log: Path

    def name_of(self, image_uri: str) -> str:
        """The name here of an image that the account would have."""
        return f"127.0.0.1:{self.port}/{image_uri.split('/', 1)[1]}"


@contextlib.contextmanager
def running_registry(engine: Engine, folder: Path) -> Iterator[Registry]:
    """Starts a registry, and ends it with the tests.

    Raises:
        NoEngineError: there is none to start.
    """
    program = shutil.which("docker-registry")
    if program is None:
        raise NoEngineError(NEEDED)
    port = _free_port()
    config = folder / "registry.yml"
    config.write_text(_CONFIG.format(folder=folder / "registry", port=port))
    command = folder / "docker"
    settings = "".join(f"export {name}='{value}'\n" for name, value in engine.environment.items())
    script = _DOCKER.format(docker=engine.program, port=port, log=folder / "asked.log")
    command.write_text(script.replace("set -eu\n", f"set -eu\n{settings}"))
    command.chmod(0o755)
    with (folder / "registry.log").open("w") as log:
        process = subprocess.Popen([program, "serve", config], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield Registry(port, command, folder / "asked.log")
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        assert time.monotonic() < end, "the registry does not start"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
