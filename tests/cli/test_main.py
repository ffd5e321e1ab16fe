from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from stacktape_constructs.cli.main import COMMANDS, main
from tests.cli.running import run, run_apart
from tests.support import REPOSITORY

_IMPORTED = """
import contextlib, io, sys
from stacktape_constructs.cli.main import main

with contextlib.redirect_stdout(io.StringIO()):
    code = main(sys.argv[1:])
assert code == 0, code
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""

EXAMPLE = REPOSITORY / "examples" / "event-bus" / "stacktape.yml"

#: One call of each command that succeeds.
CALLS = {
    "graph": (EXAMPLE,),
    "match": (EXAMPLE, EXAMPLE.parent / "event.json"),
    "schema": (),
    "validate": (EXAMPLE,),
}


def test_help_says_whose_part_it_is_to_build(capsys):
    outcome = run(capsys, "--help")

    assert outcome.code == 0
    assert "cdk synth, cdk diff, cdk deploy" in outcome.output
    assert all(name in outcome.output for name in COMMANDS)


def test_the_version_is_that_of_the_package(capsys):
    assert run(capsys, "--version").output == f"{version('stacktape-constructs')}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), f"give a command, one of: {', '.join(COMMANDS)}"),
        (("valdate",), "there is no command 'valdate'; did you mean 'validate'?; see"),
        (("xyz",), f"there is no command 'xyz'; there is: {', '.join(COMMANDS)}; see"),
        (("deploy",), "'deploy' is a command of the CDK; write cdk deploy -c config=stacktape.yml -c stage=dev"),
        (("validate", "--format", "jsn"), "must be one of text, json, github, got 'jsn'; did you mean 'json'?"),
        (("validate", "-c", "stage"), "must be like name=value, got 'stage'"),
        (("validate", "--colour"), "unrecognized arguments: --colour"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_line(arguments, said, capsys):
    outcome = run(capsys, *arguments)

    assert (outcome.code, outcome.output) == (2, "")
    assert said in outcome.errors
    assert outcome.errors.startswith("stacktape-constructs")
    assert outcome.errors.endswith(" --help\n")
    assert outcome.errors.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_loads_the_cdk(name):
    command = [sys.executable, "-c", _IMPORTED, name, *map(str, CALLS[name])]
    imported = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    assert "stacktape_constructs" in imported
    assert not imported & {"aws_cdk", "constructs", "jsii"}


def test_it_is_a_program_of_the_package():
    (script,) = entry_points(group="console_scripts", name="stacktape-constructs")

    assert script.load() is main
    assert run_apart("validate", EXAMPLE).code == 0


def test_a_reader_that_has_read_enough_ends_it_quietly():
    # More than a pipe holds.
    command = f"{sys.executable} -m stacktape_constructs.cli schema | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)

    assert (len(done.stdout), done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a device that is full")
@pytest.mark.parametrize("command", ["graph", "schema"])
def test_output_that_cannot_be_written_is_told(command):
    with Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "stacktape_constructs.cli", command, *map(str, CALLS[command])]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (done.returncode, done.stderr) == (2, "stacktape-constructs: cannot write: No space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts no program without its streams")
@pytest.mark.parametrize(("command", "closed"), [("schema", 1), ("match", 0)])
def test_without_input_or_output_nothing_is_done(command, closed):
    arguments = [sys.executable, "-m", "stacktape_constructs.cli", command, *map(str, CALLS[command])]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *arguments], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (2, "")
