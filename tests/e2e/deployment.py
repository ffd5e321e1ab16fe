"""The CDK's own command line, as a user runs it, against the local cloud."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.cloud import ACCOUNT, REGION, Cloud, eventually

REPOSITORY = Path(__file__).parent.parent.parent
# The bucket that bootstrapping makes for assets.
ASSETS = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
_CDK = REPOSITORY / "node_modules" / "aws-cdk" / "bin" / "cdk"
# Who runs the tests may have an account at AWS; it is none of their business.
_OWN_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
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
        env={
            **_OWN_ENVIRONMENT,
            **_QUIET,
            **cloud.environment,
            # Each start of the command line is a quarter shorter, and there are thirty.
            "NODE_COMPILE_CACHE": str(cloud.folder / "node"),
        },
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
    cloud.client("s3").delete_bucket_policy(Bucket=ASSETS)


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
        context = [argument for value in self.context for argument in ("-c", value)]
        self._run("synth", "--quiet", "--output", str(self.assembly), *context)

    def deploy(self, stack: str | None = None) -> str:
        """Deploys what was synthesized; gives what the command printed.

        Args:
            stack: the one to deploy, where an app has several. Default: all.
        """
        which = "--all" if stack is None else stack
        return self._run("deploy", which, "--app", str(self.assembly), "--require-approval", "never")[1]

    def has_diff(self) -> bool:
        """What `cdk diff --fail` says: whether a deploy would change anything."""
        code, _ = self._run("diff", "--app", str(self.assembly), "--fail", allowed=(0, 1))
        return code == 1

    def destroy(self, *, keep: bool = False) -> None:
        """Destroys the stack, if it is there, and what it keeps: a bus that stays would keep its name.

        Args:
            keep: leave what the stack keeps.
        """
        stack = self.stack
        if stack.exists:
            self._run("destroy", "--all", "--force", "--app", str(self.assembly))
        if not keep:
            stack.delete_kept_buses()

    @property
    def template(self) -> dict[str, Any]:
        (file,) = self.assembly.glob("*.template.json")
        template: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return template

    def template_of(self, stack: str) -> dict[str, Any]:
        """The template of one of several stacks."""
        template: dict[str, Any] = json.loads((self.assembly / f"{stack}.template.json").read_text("utf-8"))
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

    @property
    def exists(self) -> bool:
        stacks = self.cloud.client("cloudformation").describe_stacks()["Stacks"]
        return any(stack["StackName"] == self.name for stack in stacks)

    def physical_ids(self) -> dict[str, str]:
        """The physical ids by the logical ones."""
        return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in self._resources()}

    def physical_id(self, type: str, name: str = "") -> str:
        """The physical id of the one resource of a type whose logical id starts with a name."""
        (found,) = [
            resource["PhysicalResourceId"]
            for resource in self._resources()
            if resource["ResourceType"] == type and resource["LogicalResourceId"].startswith(name)
        ]
        return str(found)

    def physical_ids_by_type(self) -> set[tuple[str, str]]:
        """The type and the physical id of each resource."""
        return {(resource["ResourceType"], resource["PhysicalResourceId"]) for resource in self._resources()}

    def delete_kept_buses(self) -> None:
        """Deletes the archives and the buses that are left of the stack, by hand."""
        events = self.cloud.client("events")
        for archive in events.list_archives()["Archives"]:
            if f":event-bus/{self.name}-" in archive["EventSourceArn"]:
                events.delete_archive(ArchiveName=archive["ArchiveName"])
        for bus in events.list_event_buses(NamePrefix=f"{self.name}-")["EventBuses"]:
            events.delete_event_bus(Name=bus["Name"])

    def received_by(self, name: str) -> list[Any]:
        """What a function or job of these tests has been called with: it prints that as JSON, in one line."""
        received = []
        for message in self.cloud.messages(self.physical_id("AWS::Logs::LogGroup", f"{name}LogGroup")):
            with contextlib.suppress(json.JSONDecodeError):
                received.append(json.loads(message))
        return received

    def executions(self) -> set[str]:
        """The ARNs of all that its one state machine has been started for, whether that runs or has ended."""
        machine = self.physical_id("AWS::StepFunctions::StateMachine")
        answer = self.cloud.client("stepfunctions").list_executions(stateMachineArn=machine)
        return {execution["executionArn"] for execution in answer["executions"]}

    def delete(self) -> None:
        """Deletes it and what it keeps. The command line does the same, takes longer and is tried elsewhere."""
        self.cloud.client("cloudformation").delete_stack(StackName=self.name)
        eventually(lambda: not self.exists, within=30, what=f"{self.name} is deleted")
        self.delete_kept_buses()

    def outputs(self) -> dict[str, str]:
        return {output["OutputKey"]: output["OutputValue"] for output in self._description.get("Outputs", [])}

    def update(self, template: dict[str, Any]) -> None:
        """Gives the stack another template, whose assets are there already.

        Raises:
            CommandFailedError: CloudFormation could not update it and rolled back; the text says why.
        """
        text = json.dumps(template)
        key = f"{hashlib.sha256(text.encode()).hexdigest()}.json"
        self.cloud.client("s3").put_object(Bucket=ASSETS, Key=key, Body=text)
        cloudformation = self.cloud.client("cloudformation")
        cloudformation.update_stack(
            StackName=self.name,
            TemplateURL=f"https://s3.{REGION}.amazonaws.com/{ASSETS}/{key}",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        )
        status = eventually(self._final_status, within=30, what=f"{self.name} is updated")
        if status != "UPDATE_COMPLETE":
            events = cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
            reasons = [event.get("ResourceStatusReason", "") for event in events]
            raise CommandFailedError(f"{status}: {'; '.join(filter(None, reasons))}")

    def _resources(self) -> Iterator[dict[str, Any]]:
        pages = self.cloud.client("cloudformation").get_paginator("list_stack_resources")
        for page in pages.paginate(StackName=self.name):
            yield from page["StackResourceSummaries"]

    @property
    def _description(self) -> dict[str, Any]:
        (stack,) = self.cloud.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        description: dict[str, Any] = stack
        return description

    def _final_status(self) -> str | None:
        status: str = self._description["StackStatus"]
        return None if status.endswith("_IN_PROGRESS") else status
