"""`stacktape-constructs`: the commands, and what they have in common."""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

from stacktape_constructs.cli import graph, match, schema, validate
from stacktape_constructs.cli.parser import Parser
from stacktape_constructs.errors import did_you_mean

#: By their names. Each has `add`, which declares its arguments, and `run`, which gives the exit code.
COMMANDS = {"validate": validate, "graph": graph, "match": match, "schema": schema}

_OF_THE_CDK = ("deploy", "destroy", "diff", "list", "ls", "synth", "watch")

_DESCRIPTION = """\
Checks and shows a Stacktape config without building it: no AWS account, no Node.js and no Docker is needed.

To build one is the CDK's part: cdk synth, cdk diff, cdk deploy, each with -c config=stacktape.yml -c stage=dev.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command.

    Args:
        arguments: what stands after the program's name. Default: those of the process.

    Returns:
        The exit code: 0 if all is fine, 1 if it is not, 2 if the command cannot be followed; a command may have more.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        # Closed by who started us: there is nobody to say it to.
        return 2
    for stream in (sys.stdout, sys.stderr):
        # A config may have characters that a terminal has not.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _parsed(given)
        code: int = options.run(options)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse's way out, of --help and of what it cannot follow
        return int(stop.code or 0)
    except BrokenPipeError:
        # Whoever reads has read enough; Python would complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        # What the commands read and write by name, they tell of themselves: this is the output.
        return _cannot_write(error.strerror or str(error))
    return code


def _cannot_write(problem: str) -> int:
    # Or Python would try once more when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(f"stacktape-constructs: cannot write: {problem}", file=sys.stderr)
    return 2


def _parsed(given: list[str]) -> argparse.Namespace:
    parser = Parser(prog="stacktape-constructs", description=_DESCRIPTION)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS.values():
        command.add(commands)
    name = given[0] if given else ""
    if not given:
        parser.error(f"give a command, one of: {', '.join(COMMANDS)}")
    if name in _OF_THE_CDK:
        parser.error(f"'{name}' is a command of the CDK; write cdk {name} -c config=stacktape.yml -c stage=dev")
    if not name.startswith("-") and name not in COMMANDS:
        hint = did_you_mean(name, COMMANDS) or f"; there is: {', '.join(COMMANDS)}"
        parser.error(f"there is no command '{name}'{hint}")
    return parser.parse_args(given)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(importlib.metadata.version("stacktape-constructs"))
        parser.exit()
