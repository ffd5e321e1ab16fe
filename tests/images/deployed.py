"""An image that was deployed, and what a test does with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.cloud import eventually
from tests.images.engine import Engine


@dataclass(frozen=True)
class DeployedImage:
    """An image in the registry.

    Attributes:
        engine: what runs it.
        name: its name there.
        template: the template of the stack that it was deployed with.
    """

    engine: Engine
    name: str
    template: dict[str, Any]

    @property
    def command(self) -> list[str]:
        """What the job runs instead of the image's own command."""
        (job,) = [
            resource["Properties"]
            for resource in self.template["Resources"].values()
            if resource["Type"] == "AWS::Batch::JobDefinition"
        ]
        command: list[str] = job["ContainerProperties"].get("Command", [])
        return command

    def run(self) -> str:
        """What the program prints, without a network."""
        return self.engine.run("run", "--rm", "--network", "none", self.name, *self.command, within=60)

    def shell(self, script: str) -> str:
        """What a shell in the image prints."""
        return self.engine.run("run", "--rm", "--network", "none", "--entrypoint", "sh", self.name, "-c", script)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[Container]:
        """The program, told to wait, once it has said something."""
        name = self.engine.run("run", "--detach", "--env", "WAIT=1", self.name, *self.command).strip()
        container = Container(self.engine, name)
        try:
            eventually(lambda: container.log, within=30, what="the program has said something")
            yield container
        finally:
            self.engine.run("rm", "--force", name)


@dataclass(frozen=True)
class Container:
    """A program that runs."""

    engine: Engine
    name: str

    @property
    def log(self) -> str:
        return self.engine.run("logs", self.name)

    @property
    def exit_code(self) -> int:
        return int(self.engine.inspect(self.name, "{{.State.ExitCode}}"))

    @property
    def first_process(self) -> str:
        """The command line of the process that gets the signals."""
        return self.engine.run("exec", self.name, "sh", "-c", "tr '\\0' ' ' </proc/1/cmdline").strip()

    def stop(self) -> None:
        """Ends it as ECS does: by SIGTERM, and after some time without asking."""
        self.engine.run("stop", "--time", "5", self.name)
