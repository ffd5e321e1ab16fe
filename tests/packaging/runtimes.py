"""Lambda's runtimes, as far as a handler notices: each calls the handler of a package with one event."""

from __future__ import annotations

import json
import os
import platform
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs

# As Lambda does, which takes the extension for what tells CommonJS from a module.
_NODE = """
const [handler, event] = process.argv.slice(1);
const [file, name] = handler.split(".");
const module = `${process.cwd()}/${file}`;
const loaded = require("fs").existsSync(`${module}.mjs`) ? import(`${module}.mjs`) : Promise.resolve(require(module));
loaded.then((all) => all[name](JSON.parse(event))).then((answer) => console.log(JSON.stringify(answer)));
"""

_PYTHON = """
import importlib, json, sys
handler, event = sys.argv[1:]
module, function = handler.rsplit(".", 1)
sys.path.insert(0, ".")
print(json.dumps(getattr(importlib.import_module(module), function)(json.loads(event), None)))
"""


@attrs.frozen
class Deployed:
    """A function as its template describes it.

    Attributes:
        package: the folder with its code.
        handler: what is called.
        runtime: what calls it.
        architecture: of the machine that it is for.
        environment: its variables.
    """

    package: Path
    handler: str
    runtime: str
    architecture: str = "x86_64"
    environment: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def runs_here(self) -> bool:
        """Whether this machine is like that of the function, where that matters."""
        machine = "arm64" if platform.machine() in ("aarch64", "arm64") else platform.machine()
        return not self.runtime.startswith("provided") or (sys.platform, machine) == ("linux", self.architecture)

    def call(self, event: object) -> Any:
        """What the handler answers."""
        if self.runtime.startswith("nodejs"):
            return self._printed(["node", "-e", _NODE], event)
        if self.runtime.startswith("python"):
            # Isolated: it sees what is in the package, and nothing that is installed here.
            return self._printed([sys.executable, "-I", "-S", "-c", _PYTHON], event)
        return self._answered(event)

    def _printed(self, program: list[str], event: object) -> Any:
        command = [*program, self.handler, json.dumps(event)]
        done = subprocess.run(command, cwd=self.package, env=self._environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def _answered(self, event: object) -> Any:
        """By the API from which a program takes events, and to which it gives what it answers.

        https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
        """
        events: queue.Queue[bytes] = queue.Queue()
        answers: queue.Queue[bytes] = queue.Queue()
        events.put(json.dumps(event).encode())

        class Api(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == "/2018-06-01/runtime/invocation/next"
                try:
                    content = events.get_nowait()
                except queue.Empty:
                    # Lambda would let it wait; without an answer it ends.
                    return
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "one")
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                assert self.path == "/2018-06-01/runtime/invocation/one/response"
                answers.put(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(202)
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                """Says nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Api) as api:
            threading.Thread(target=api.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            environment = {**self._environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}"}
            try:
                subprocess.run([self.package / "bootstrap"], env=environment, check=True, timeout=30)
            finally:
                api.shutdown()
        return json.loads(answers.get_nowait())

    @property
    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], **self.environment}
