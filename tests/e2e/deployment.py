"""The CDK's own command line, as a user runs it, against the local cloud."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.cloud import ACCOUNT, REGION, Cloud

REPOSITORY = Path(__file__).parent.parent.parent
_CDK = REPOSITORY / "node_modules" / "aws-cdk" / "bin" / "cdk"
_QUIET = {
    "CI": "true",
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "CDK_DISABLE_VERSION_CHECK": "true",
    # The templates' own tests validate them, which takes seconds for each app.
    "CDK_VALIDATION": "false",
}


class CommandFailedError(AssertionError):
    """The command line ended with an error; the text is all that it printed."""


def run_cdk(cloud: Cloud, *arguments: str, folder: Path, allowed: tuple[int, ...] = (0,)) -> tuple[int, str]:
    """Runs the command line; gives its exit code and all that it printed.

    Raises:
        CommandFailedError: the exit code is none of those allowed.
    """
    done = subprocess.run(
        ["node", str(_CDK), *arguments, "--no-notices", "--no-color"],
        cwd=folder,
        env={**os.environ, **_QUIET, **cloud.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode not in allowed:
        raise CommandFailedError(f"cdk {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")
    return done.returncode, done.stdout


def bootstrap(cloud: Cloud) -> None:
    """What every AWS account needs once before the CDK can deploy to it."""
    # In a folder without an app, so that none is synthesized.
    run_cdk(cloud, "bootstrap", f"aws://{ACCOUNT}/{REGION}", folder=cloud.folder)
    # The bucket demands TLS, which the emulator does not speak here.
    cloud.client("s3").delete_bucket_policy(Bucket=f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}")


@dataclass(frozen=True)
class App:
    """A CDK app of one stack and where it is synthesized to.

    Attributes:
        cloud: where it is deployed.
        folder: the folder with its cdk.json.
        assembly: where the cloud assembly goes: the templates and assets.
        context: the context that it is synthesized with.
    """

    cloud: Cloud
    folder: Path
    assembly: Path
    context: tuple[str, ...] = ()

    def synth(self) -> None:
        arguments = [argument for value in self.context for argument in ("-c", value)]
        self._run("synth", "--quiet", "--output", str(self.assembly), *arguments)

    def deploy(self) -> str:
        """Deploys what was synthesized; gives what the command printed."""
        return self._run("deploy", "--all", "--app", str(self.assembly), "--require-approval", "never")[1]

    def synth_and_deploy(self) -> str:
        """Both in one command, as users mostly do."""
        arguments = [argument for value in self.context for argument in ("-c", value)]
        return self._run(
            "deploy", "--all", "--output", str(self.assembly), "--require-approval", "never", *arguments
        )[1]

    def has_diff(self) -> bool:
        """What `cdk diff --fail` says: whether a deploy would change anything."""
        code, _ = self._run("diff", "--app", str(self.assembly), "--fail", allowed=(0, 1))
        return code == 1

    def destroy(self) -> None:
        self._run("destroy", "--all", "--force", "--app", str(self.assembly))

    @property
    def template_file(self) -> Path:
        (file,) = self.assembly.glob("*.template.json")
        return file

    @property
    def template(self) -> dict[str, Any]:
        template: dict[str, Any] = json.loads(self.template_file.read_text("utf-8"))
        return template

    @property
    def stack(self) -> Stack:
        artifacts = json.loads((self.assembly / "manifest.json").read_text("utf-8"))["artifacts"]
        (name,) = [
            artifact["properties"].get("stackName", id)
            for id, artifact in artifacts.items()
            if artifact["type"] == "aws:cloudformation:stack"
        ]
        return Stack(self.cloud, name)

    def _run(self, *arguments: str, allowed: tuple[int, ...] = (0,)) -> tuple[int, str]:
        return run_cdk(self.cloud, *arguments, folder=self.folder, allowed=allowed)


@dataclass(frozen=True)
class Stack:
    """A stack in the cloud."""

    cloud: Cloud
    name: str

    def physical_ids(self) -> dict[str, str]:
        """The physical ids by the logical ones."""
        pages = self.cloud.client("cloudformation").get_paginator("list_stack_resources")
        return {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for page in pages.paginate(StackName=self.name)
            for resource in page["StackResourceSummaries"]
        }

    def physical_id(self, type: str, containing: str = "") -> str:
        """The physical id of the one resource of a type whose logical id contains a text."""
        pages = self.cloud.client("cloudformation").get_paginator("list_stack_resources")
        (found,) = [
            resource["PhysicalResourceId"]
            for page in pages.paginate(StackName=self.name)
            for resource in page["StackResourceSummaries"]
            if resource["ResourceType"] == type and containing in resource["LogicalResourceId"]
        ]
        return str(found)

    def outputs(self) -> dict[str, str]:
        (stack,) = self.cloud.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
