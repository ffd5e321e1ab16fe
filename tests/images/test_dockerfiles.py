"""`custom-dockerfile`: built with its arguments, from the folder without what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.images.deployed import DeployedImage
from tests.images.registry import Registry

Deployed = Callable[[str], DeployedImage]


def test_a_dockerfile_gets_its_arguments_and_the_job_its_command(deployed: Deployed) -> None:
    assert deployed("dockerfile").run() == "two words; and $HOME 1000 [from the config]\n"


def test_a_build_is_not_sent_what_is_ignored(deployed: Deployed) -> None:
    assert deployed("dockerfile").shell("ls /notes").split() == ["notes.txt"]


def test_docker_builds_for_the_platform_of_the_job(deployed: Deployed, registry: Registry) -> None:
    deployed("dockerfile")
    (line,) = (line for line in registry.log.read_text().splitlines() if "Dockerfile.report" in line and "cdk" in line)

    assert re.sub(r"cdkasset-\w+", "cdkasset", line) == (
        "build --build-arg GREETING=two words; and $HOME --build-arg UID=1000 --tag cdkasset "
        "--file Dockerfile.report --platform linux/amd64 ."
    )
