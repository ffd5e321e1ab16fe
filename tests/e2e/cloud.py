"""A local AWS for the tests: the emulator's process, its clients, and what a test wants to know of it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config

T = TypeVar("T")

HERE = Path(__file__).parent
ACCOUNT = "000000000000"
REGION = "us-east-1"
# The emulator takes this key for the account's root user; there is no other secret in these tests.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@dataclass(frozen=True)
class Answer:
    """What an HTTP request is answered with."""

    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Denial:
    """Something that IAM refused, such as `events:PutEvents` on a bus."""

    principal: str
    action: str
    resource: str


@dataclass
class Cloud:
    """The emulator on one port of this machine, and nothing outside of it.

    Attributes:
        port: port on 127.0.0.1.
        folder: where the emulator keeps its state, its log and the images.
        variables: more variables for the CDK's command line, in the place of those of the same name.
    """

    port: int
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the CDK's command line must be told to talk to this cloud and to nobody else."""
        return {
            **CREDENTIALS,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "NO_PROXY": "127.0.0.1",
            "CDK_HOME": str(self.folder / "cdk"),
            "CDK_DOCKER": str(HERE / "docker.py"),
            "E2E_IMAGES": str(self.folder / "images"),
            **self.variables,
        }

    def client(self, service: str) -> Any:
        """A boto3 client, as the account's root user."""
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.endpoint,
                region_name=REGION,
                aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
                config=Config(retries={"total_max_attempts": 1}, proxies={}, s3={"addressing_style": "path"}),
            )
        return self._clients[service]

    def request(self, url: str, *, headers: dict[str, str] | None = None) -> Answer:
        """GETs the URL of an HTTP API or a function, as stacks print it, from the emulator."""
        parts = urllib.parse.urlsplit(url)
        host = parts.netloc
        if ".execute-api." in host:
            # The emulator knows APIs by its own host's name.
            host = f"{host.partition('.')[0]}.execute-api.127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("GET", path, headers={"Host": host, **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())

    def messages(self, log_group: str) -> list[str]:
        """The lines of all streams of a log group."""
        pages = self.client("logs").get_paginator("filter_log_events").paginate(logGroupName=log_group)
        return [event["message"] for page in pages for event in page["events"]]

    def denials(self) -> set[Denial]:
        """What IAM has refused since `forget_denials`."""
        lines = self._denials_file.read_text("utf-8").splitlines()
        return {Denial(**json.loads(line)) for line in lines}

    def forget_denials(self) -> None:
        self._denials_file.write_text("", "utf-8")

    @property
    def _denials_file(self) -> Path:
        return self.folder / "denials.jsonl"


@contextlib.contextmanager
def running_cloud(folder: Path) -> Iterator[Cloud]:
    """Starts the emulator on a free port, and ends it and all that it started."""
    cloud = Cloud(_free_port(), folder)
    cloud.forget_denials()
    environment = {
        # Nothing of this process's environment: functions inherit it from the emulator.
        # Debian's `python` is named otherwise, so the one that runs these tests comes first.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(_node().parent), "/usr/bin", "/bin"]),
        # Lambda's Node.js has the AWS SDK there, too.
        "NODE_PATH": str(Path(sys.prefix) / "node_modules"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(cloud.port),
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "E2E_IMAGES": str(folder / "images"),
        "E2E_DENIALS": str(cloud._denials_file),
    }
    with (folder / "emulator.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "emulator")],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            eventually(lambda: _is_ready(cloud, process), within=30, what="the emulator is ready")
            yield cloud
        finally:
            # The group has the processes of functions and jobs, too.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def eventually(look: Callable[[], T | None], *, within: float, what: str) -> T:
    """What a look gives, as soon as it is something.

    Raises:
        AssertionError: it has been nothing for so many seconds.
    """
    end = time.monotonic() + within
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < end, f"not within {within:g} seconds: {what}"
        time.sleep(0.02)


def _is_ready(cloud: Cloud, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise AssertionError(f"the emulator has ended:\n{(cloud.folder / 'emulator.log').read_text()}")
    try:
        return cloud.request(f"{cloud.endpoint}/_ministack/ready").status == 200
    except OSError:
        return False


def _node() -> Path:
    """The Node.js of these tests, and not the script of a Python package that starts it."""
    done = subprocess.run(["node", "-p", "process.execPath"], stdout=subprocess.PIPE, text=True, check=True)
    return Path(done.stdout.strip())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
